import type { FaultKind } from '../faults.ts';
import { domainOf, withoutLabel } from './addresses.ts';
import type { SuppressionReason } from './configuration-sets.ts';
import type { Fate, Recipient } from './mail.ts';

/** AWS's mailbox simulator: what happens at each of its addresses, with any label. */
const simulated: Readonly<Record<string, Fate>> = {
  'success@simulator.amazonses.com': 'delivered',
  'bounce@simulator.amazonses.com': 'bounced',
  'complaint@simulator.amazonses.com': 'complained',
  'ooto@simulator.amazonses.com': 'autoReplied',
  'suppressionlist@simulator.amazonses.com': 'onGlobalList',
};

const simulator = 'simulator.amazonses.com';

/** What decides on the fate of a message at a recipient. */
export interface FatePorts {
  /** Why an address is on the account's list, if it is. */
  listedFor(address: string): SuppressionReason | undefined;
  /** The fault that strikes this delivery. */
  strike(): FaultKind | undefined;
}

/** @param reasons for which addresses are suppressed, and listed, with this configuration set */
export function recipientOf(address: string, reasons: readonly SuppressionReason[], ports: FatePorts): Recipient {
  const listed = ports.listedFor(address);
  if (listed && reasons.includes(listed)) {
    return { address, fate: listed === 'BOUNCE' ? 'bouncedBefore' : 'complainedBefore', lists: false };
  }
  // Nothing that happens at the simulator puts its address on a list.
  if (domainOf(address) === simulator) return { address, fate: simulatedFate(address), lists: false };
  const fate = fateAfter(ports.strike());
  const reason = fate === 'bounced' ? 'BOUNCE' : 'COMPLAINT';
  return { address, fate, lists: (fate === 'bounced' || fate === 'complained') && reasons.includes(reason) };
}

/** An address that the simulator doesn't have is unknown there, as at any mail server. */
function simulatedFate(address: string): Fate {
  return simulated[withoutLabel(address).toLowerCase()] ?? 'bounced';
}

/** How a planned fault of `Deliver` shows: the mail server refuses for good, for now, or the reader complains. */
function fateAfter(fault: FaultKind | undefined): Fate {
  switch (fault) {
    case 'error':
      return 'bounced';
    case 'throttle':
      return 'softBounced';
    case 'crashAfterCommit':
      return 'complained';
    default:
      return 'delivered';
  }
}
