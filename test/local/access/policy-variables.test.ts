import { matcher } from '../../../local/access/pattern';
import { resolve, template } from '../../../local/access/policy-variables';

const context = new Map<string, readonly string[]>([
  ['aws:username', ['ann']],
  ['aws:principaltag/team', ['faces*']],
  ['aws:tagkeys', ['a', 'b']],
]);

const matches = (text: string, subject: string, variables = true) => {
  const pattern = resolve(template(text, variables), context);
  return pattern !== undefined && matcher(pattern)(subject);
};

test.each([
  ['home/${aws:username}/*', 'home/ann/x', true],
  ['home/${aws:username}/*', 'home/bob/x', false],
  ['home/${ aws:UserName }/*', 'home/ann/x', true],
  ['${aws:PrincipalTag/team}', 'faces*', true],
  ['${aws:PrincipalTag/team}', 'faces-of-others', false],
  ['${aws:PrincipalTag/none}', '', false],
  ["team/${aws:PrincipalTag/none, 'public'}/*", 'team/public/x', true],
  ["team/${aws:PrincipalTag/team, 'public'}/*", 'team/public/x', false],
  ['${aws:TagKeys}', 'a', false],
  ["${aws:TagKeys, 'a'}", 'a', false],
  ['a${*}b', 'a*b', true],
  ['a${*}b', 'axb', false],
  ['a${?}b', 'axb', false],
  ['${$}{x}', '${x}', true],
])('%j on %j answers %j', (text, subject, expected) => {
  expect(matches(text, subject)).toBe(expected);
});

test('the first version of the policy language has no variables', () => {
  expect(matches('home/${aws:username}', 'home/ann', false)).toBe(false);
  expect(matches('home/${aws:username}', 'home/${aws:username}', false)).toBe(true);
});
