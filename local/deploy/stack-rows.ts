import { Change } from './change-plan';
import { Finding } from './findings';
import { ParameterRow } from './parameters';
import { ResourceDefinition } from './template';

/** What the tables of the local CloudFormation hold. */

export interface OutputRow {
  readonly key: string;
  readonly value: string;
  readonly description?: string;
  readonly exportName?: string;
}

/** One state of a stack that was asked for. */
export interface Deployed {
  readonly templateBody: string;
  readonly parameters: readonly ParameterRow[];
  readonly tags: Readonly<Record<string, string>>;
  readonly capabilities: readonly string[];
  readonly notificationArns: readonly string[];
  readonly roleArn?: string;
  readonly changeSetId?: string;
  readonly outputs: readonly OutputRow[];
  /** Names of the exports that were read. */
  readonly imports: readonly string[];
}

export interface StackRow {
  readonly stackId: string;
  readonly stackName: string;
  readonly status: string;
  readonly statusReason?: string;
  readonly description?: string;
  readonly creationTime: number;
  readonly lastUpdatedTime?: number;
  readonly deletionTime?: number;
  readonly disableRollback: boolean;
  readonly terminationProtection: boolean;
  /** Absent while only a change set exists. */
  readonly deployed?: Deployed;
  /** What a rollback of the update goes back to; kept while there is something to go back from. */
  readonly stable?: Deployed;
}

/** A physical thing and how it came to be. */
export interface PhysicalState {
  readonly physicalId?: string;
  readonly definition: ResourceDefinition;
  /** Resolved. */
  readonly properties: Readonly<Record<string, unknown>>;
  readonly attributes: Readonly<Record<string, unknown>>;
  /** Logical ids of the resources that it needs: what deletion goes by. */
  readonly dependencies: readonly string[];
  readonly stackTags: Readonly<Record<string, string>>;
  /** The attributes are secret. */
  readonly noEcho?: boolean;
}

export interface ResourceRow extends PhysicalState {
  readonly stackId: string;
  readonly logicalId: string;
  readonly type: string;
  readonly status: string;
  readonly statusReason?: string;
  readonly timestamp: number;
  /** What it was before the update that is not finished yet; null: it did not exist. */
  readonly stable?: PhysicalState | null;
  /** Another physical thing than the stable one was asked for. */
  readonly replacing?: boolean;
}

/** A physical thing that is no longer the resource, and has to go. */
export interface LeftoverRow extends PhysicalState {
  readonly id: string;
  readonly stackId: string;
  readonly logicalId: string;
  readonly type: string;
  readonly retain: boolean;
}

export interface EventRow {
  readonly eventId: string;
  readonly stackId: string;
  readonly stackName: string;
  readonly operationId: string;
  readonly logicalId: string;
  readonly physicalId?: string;
  readonly resourceType: string;
  readonly timestamp: number;
  readonly status: string;
  readonly reason?: string;
  readonly properties?: string;
  readonly clientRequestToken?: string;
}

export interface ChangeSetRow {
  readonly changeSetId: string;
  readonly changeSetName: string;
  readonly stackId: string;
  readonly stackName: string;
  readonly type: 'CREATE' | 'UPDATE';
  readonly description?: string;
  readonly creationTime: number;
  readonly status: string;
  readonly statusReason?: string;
  readonly executionStatus: string;
  readonly target: Deployed;
  readonly changes: readonly Change[];
  readonly findings: readonly Finding[];
  readonly onStackFailure?: string;
  readonly includeNestedStacks: boolean;
}
