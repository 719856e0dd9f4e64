export type { AuditRecord, CloudEvent } from './services';
export type { Connection } from './connection';
export { closedEnvironment } from './closed-environment';
export { readRunning } from './running';
export { NETWORK_HEADER, TRANSPORT_HEADER } from './aws/wire/front-door';
export type { LocalCloud, LocalCloudOptions, SessionCredentials } from './local-cloud';
export { startLocalCloud } from './local-cloud';
export { readPromises } from './promises';
export { withPromises } from './promises-as-markdown';
