import { onInterrupted } from '../../bin/interrupted';

const say = (text: string) => process.stdout.write(`${text}\n`);

setInterval(() => undefined, 1_000_000);
process.on('exit', () => say('exit'));
onInterrupted((signal) => {
  say(`stopping for ${signal}`);
  process.kill(process.pid, signal); // the same Ctrl-C, handed down by the parent as well
  setTimeout(() => say('waited'), 400);
});
say('ready');
