import { compilePolicy } from '../../access/compiled-policy';
import { malformedPolicy } from '../../access/malformed-policy';
import { PolicyDocument } from '../../access/model';

/** What a policy is for: it decides which elements its statements have. */
export type PolicyUse = 'identity' | 'trust';

/** Reads a document as it arrives: JSON text over the wire, an object from CloudFormation. What cannot be evaluated later is refused now. */
export function readPolicy(use: PolicyUse, name: string, written: unknown): PolicyDocument {
  const document = typeof written === 'string' ? parse(name, written) : written;
  if (document === null || typeof document !== 'object' || Array.isArray(document)) throw malformedPolicy(`policy "${name}" must be a JSON object`);
  if (!('Statement' in document)) throw malformedPolicy(`policy "${name}" has no Statement`);
  const policy = document as PolicyDocument;
  for (const { index, sid, principal, hasResource } of compilePolicy({ name, document: policy })) {
    const place = `policy "${name}", statement ${sid ?? `#${index}`}`;
    if (use === 'identity' && principal) throw malformedPolicy(`${place}: Policy document should not specify a principal.`);
    if (use === 'identity' && !hasResource) throw malformedPolicy(`${place}: Policy statement must contain resources.`);
    if (use === 'trust' && !principal) throw malformedPolicy(`${place}: Missing required field Principal`);
    if (use === 'trust' && hasResource) throw malformedPolicy(`${place}: Has prohibited field Resource`);
  }
  return policy;
}

/** Characters that count against a size quota. */
export function policySize(document: PolicyDocument): number {
  return JSON.stringify(document).replace(/\s/g, '').length;
}

/** A document as IAM's answers carry it. */
export function encodePolicy(document: PolicyDocument): string {
  return encodeURIComponent(JSON.stringify(document));
}

function parse(name: string, text: string): unknown {
  try {
    return JSON.parse(text);
  } catch (error) {
    throw malformedPolicy(`policy "${name}" is not JSON: ${(error as Error).message}`);
  }
}
