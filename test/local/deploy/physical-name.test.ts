import { physicalName } from '../../../local/deploy/physical-name';

test.each<[string, string, { maxLength?: number; lowerCase?: boolean } | undefined, RegExp]>([
  ['Demo', 'Photos', undefined, /^Demo-Photos-[A-Z0-9]{12}$/],
  ['Demo', 'Photos', { lowerCase: true, maxLength: 63 }, /^demo-photos-[a-z0-9]{12}$/],
  ['A'.repeat(50), 'B'.repeat(50), { maxLength: 64 }, /^A{25}-B{25}-[A-Z0-9]{12}$/],
  ['A'.repeat(50), 'Role', { maxLength: 64 }, /^A{46}-Role-[A-Z0-9]{12}$/],
  ['Demo', 'B'.repeat(100), { maxLength: 64 }, /^Demo-B{46}-[A-Z0-9]{12}$/],
])('%s and %s with %j', (stack, logicalId, options, form) => {
  const name = physicalName(stack, logicalId, options);
  expect(name).toMatch(form);
  expect(name.length).toBeLessThanOrEqual(options?.maxLength ?? 255);
});
