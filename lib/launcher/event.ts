import { WatchState } from './watch-state';

/** What CloudFormation sends. Everything in the properties is text, whatever the template said. */
export interface CustomResourceEvent {
  readonly RequestType: string;
  readonly RequestId: string;
  readonly ResponseURL: string;
  readonly StackId: string;
  readonly LogicalResourceId: string;
  readonly ResourceType: string;
  /** Absent on Create. */
  readonly PhysicalResourceId?: string;
  readonly ResourceProperties: Readonly<Record<string, unknown>>;
  /** On Update only. */
  readonly OldResourceProperties?: Readonly<Record<string, unknown>>;
}

/** What the state machine sends. */
export interface WatchEvent {
  readonly watch: WatchState;
}

export function isWatchEvent(event: CustomResourceEvent | WatchEvent): event is WatchEvent {
  return 'watch' in event;
}
