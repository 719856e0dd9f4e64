import { AwsError, notEmulated } from './aws-error';
import { readText } from './body';
import { Operations, ServiceDoor, WireResponse } from './http';
import { asAwsError } from './json-door';
import { nestedForm } from './nested-form';
import { xmlElements, xmlText } from './xml';

export interface QueryDoorOptions {
  readonly signingName: string;
  /** API version, as in the form's `Version`. */
  readonly version: string;
  readonly xmlns: string;
  /** `query`: STS, IAM, CloudFormation, …; lists are `<member>` under a Result element. `ec2`: `<item>`, no Result element. */
  readonly style: 'query' | 'ec2';
  readonly operations: Operations;
}

/** A service that speaks AWS Query: the input is a form, the output XML. */
export function queryDoor({ signingName, xmlns, style, operations }: QueryDoorOptions): ServiceDoor {
  return {
    signingName,
    operations: Object.keys(operations),
    async handle(request) {
      try {
        const form = new URLSearchParams(request.method === 'GET' ? request.query : await readText(request.body));
        const { Action: name, Version: _version, ...input } = nestedForm(form);
        if (typeof name !== 'string') throw new AwsError('MissingAction', 'the form has no Action');
        const operation = Object.hasOwn(operations, name) ? operations[name] : undefined;
        if (!operation) throw notEmulated(`${signingName}:${name}`);
        const output = await operation(input, request);
        return style === 'query' ? queryAnswer(name, xmlns, output, request.requestId) : ec2Answer(name, xmlns, output, request.requestId);
      } catch (error) {
        const refused = asAwsError(error);
        return style === 'query' ? queryError(refused, xmlns, request.requestId) : ec2Error(refused, request.requestId);
      }
    },
  };
}

function xml(status: number, body: string, requestId: string): WireResponse {
  return { status, headers: { 'content-type': 'text/xml', 'x-amzn-requestid': requestId }, body };
}

function queryAnswer(name: string, xmlns: string, output: unknown, requestId: string): WireResponse {
  const result = `<${name}Result>${xmlElements(output ?? {}, 'member')}</${name}Result>`;
  return xml(200, `<${name}Response xmlns="${xmlns}">${result}<ResponseMetadata><RequestId>${requestId}</RequestId></ResponseMetadata></${name}Response>`, requestId);
}

function ec2Answer(name: string, xmlns: string, output: unknown, requestId: string): WireResponse {
  return xml(200, `<?xml version="1.0" encoding="UTF-8"?><${name}Response xmlns="${xmlns}"><requestId>${requestId}</requestId>${xmlElements(output ?? {}, 'item')}</${name}Response>`, requestId);
}

function queryError(error: AwsError, xmlns: string, requestId: string): WireResponse {
  const body = `<ErrorResponse xmlns="${xmlns}"><Error><Type>${error.fault}</Type><Code>${xmlText(error.code)}</Code><Message>${xmlText(error.message)}</Message></Error><RequestId>${requestId}</RequestId></ErrorResponse>`;
  return xml(error.status, body, requestId);
}

/** EC2 calls a refusal UnauthorizedOperation. */
function ec2Error(error: AwsError, requestId: string): WireResponse {
  const code = error.code === 'AccessDenied' ? 'UnauthorizedOperation' : error.code;
  const body = `<?xml version="1.0" encoding="UTF-8"?><Response><Errors><Error><Code>${xmlText(code)}</Code><Message>${xmlText(error.message)}</Message></Error></Errors><RequestID>${requestId}</RequestID></Response>`;
  return xml(error.status, body, requestId);
}
