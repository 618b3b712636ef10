import type { Clock } from './clock.ts';
import type { EventLog } from './event-log.ts';
import type { Faults } from './faults.ts';
import type { Log } from './log.ts';
import type { Outbox } from './outbox.ts';
import type { Usage } from './usage.ts';

/** What every service of the local cloud is given. */
export interface Cloud {
  readonly region: string;
  readonly accountId: string;
  /** `http://127.0.0.1:PORT`: the one endpoint of every service. */
  readonly url: string;
  /** Folder for what must outlive the process. Each service keeps to files or a folder of its own name. */
  readonly stateFolder: string;
  readonly clock: Clock;
  readonly usage: Usage;
  readonly outbox: Outbox;
  /** Events that buses have received. */
  readonly events: EventLog;
  /** What levers let go wrong. */
  readonly faults: Faults;
  readonly log: Log;
}
