// The JSON of /api/v1, as docs/ping-http.md has it. What has no value is left out.

export interface About {
  version: string;
  now: string;
  timeZone: string;
  since?: string;
  probesNow: boolean;
  trouble?: string;
}

export interface Account {
  name: string;
  address: string;
  group?: string;
  receiveHost?: string;
}

export type State = 'queued' | 'sending' | 'sent' | 'overdue' | 'resolved';

export type Outcome =
  | 'delivered'
  | 'delivered_spam'
  | 'late'
  | 'bounced'
  | 'lost'
  | 'duplicate'
  | 'rejected'
  | 'send_failed'
  | 'tls_failed'
  | 'auth_failed'
  | 'receive_failed'
  | 'skipped_budget'
  | 'unknown';

export type Flag = 'clock_off' | 'greylisted' | 'resumed' | 'clock_step';

export interface Cell {
  from: string;
  to: string;
  state: State;
  outcome?: Outcome;
  deliverySeconds?: number;
  uncertaintySeconds?: number;
  ageSeconds?: number;
  medianSeconds?: number;
  /** Oldest first; null where one failed. */
  history: (number | null)[];
  stage?: string;
  code?: number;
  error?: string;
  flags: Flag[];
}

export interface Blame {
  kind: 'sender' | 'receiver' | 'account' | 'pair' | 'prober';
  from?: string;
  to?: string;
  failed: number;
  measured: number;
}

export interface Matrix {
  at: string;
  since?: string;
  accounts: Account[];
  cells: Cell[];
  blame: Blame[];
}

export interface Sum {
  count: number;
  good: number;
  spam: number;
  late: number;
  lost: number;
  failed: number;
  duplicate: number;
  unmeasured: number;
  medianSeconds?: number;
  p95Seconds?: number;
  minimumSeconds?: number;
  maximumSeconds?: number;
  successRatio?: number;
}

export interface Span {
  start: string;
  probes: Sum;
}

export interface Line {
  account: string;
  probes: Sum;
}

export interface Probe {
  id: number;
  run: number;
  from: string;
  to: string;
  due: string;
  state: State;
  outcome?: Outcome;
  stage?: string;
  code?: number;
  enhancedCode?: string;
  error?: string;
  started?: string;
  accepted?: string;
  seen?: string;
  seenNotBefore?: string;
  resolved?: string;
  submitSeconds?: number;
  deliverySeconds?: number;
  totalSeconds?: number;
  transitSeconds?: number;
  visibilitySeconds?: number;
  folder?: string;
  role?: string;
  copies?: number;
  hops?: number;
  unencryptedHops?: number;
  flags: Flag[];
}

export interface Phase {
  side: 'send' | 'receive';
  stage: string;
  startSeconds: number;
  seconds: number;
}

export interface Hop {
  by?: string;
  from?: string;
  fromAddress?: string;
  with?: string;
  tls?: string;
  isEncrypted: boolean;
  stamp?: string;
  corrected?: string;
  waitSeconds?: number;
  skewSeconds?: number;
  raw: string;
}

export interface Session {
  id: number;
  probe?: number;
  account: string;
  protocol: string;
  started: string;
  server: string;
  isFailure: boolean;
  bytes: number;
}

export interface ProbeDetail {
  probe: Probe;
  token: string;
  messageId: string;
  queueId?: string;
  bytes?: number;
  deferrals?: number;
  phases: Phase[];
  hops: Hop[];
  verdicts: { method: string; result: string; server: string; detail?: string }[];
  bounces: { at: string; status?: string; diagnostic?: string; remoteServer?: string }[];
  transcripts: Session[];
}

export interface Check {
  subject: string;
  check: string;
  status: number;
  since: string;
  checked: string;
  value?: string;
}

export interface CheckChange {
  subject: string;
  check: string;
  at: string;
  before?: number;
  after: number;
  value?: string;
}

export interface Certificate {
  endpoint: string;
  subject: string;
  issuer: string;
  notAfter: string;
  chainEnds: string;
  key: string;
  version: string;
  isChainTrusted: boolean;
  isNameRight: boolean;
}

export interface Clock {
  host: string;
  at: string;
  offsetSeconds: number;
  errorSeconds: number;
  method: string;
}

export interface Alert {
  id: number;
  rule: string;
  subject: string;
  state: 'firing' | 'flapping' | 'recovered' | 'superseded';
  since: string;
  updated: string;
  ended?: string;
  detail: {
    blame: Blame['kind'];
    from?: string;
    to?: string;
    failed: number;
    measured: number;
    lastGood?: string;
    error?: string;
    probe?: number;
    pairs: string[];
  };
}

export interface Notification {
  channel: string;
  kind: string;
  attempt: number;
  at: string;
  isSent: boolean;
  error?: string;
}
