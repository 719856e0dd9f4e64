/** A tar header and its padded content, with any type, to make archives that no honest packer makes. */
export function tarEntry(name: string, content: string | Buffer = '', type = '0', damage: Partial<{ checksum: number; magic: string }> = {}): Buffer {
  const body = Buffer.from(content);
  const header = Buffer.alloc(512);
  header.write(name, 0, 100);
  header.write('0000644\0', 100);
  header.write(`${body.length.toString(8).padStart(11, '0')}\0`, 124);
  header.write('00000000000\0', 136);
  header.write(type, 156);
  header.write(damage.magic ?? 'ustar\0' + '00', 257);
  header.fill(' ', 148, 156);
  const sum = damage.checksum ?? header.reduce((total, byte) => total + byte, 0);
  header.write(`${sum.toString(8).padStart(6, '0')}\0 `, 148);
  return Buffer.concat([header, body, Buffer.alloc((512 - (body.length % 512)) % 512)]);
}

export function pax(name: string, value: string): Buffer {
  const tail = ` ${name}=${value}\n`;
  let length = tail.length;
  while (`${length}${tail}`.length !== length) length = `${length}${tail}`.length;
  return tarEntry('pax', `${length}${tail}`, 'x');
}

export function tarball(...entries: readonly Buffer[]): Buffer {
  return Buffer.concat([...entries, Buffer.alloc(1024)]);
}
