// The JSON of /api/rockdove/v1, as openapi.json there has it.

export interface Summary {
  id: string;
  receivedAt: string;
  size: number;
  reversePath: string;
  forwardPaths: string[];
  identity: string | null;
  from: string[];
  to: string[];
  subject: string | null;
  attachments: number;
  fromName: string;
  snippet: string;
  isRead: boolean;
  tags: string[];
}

export interface Part {
  id: string;
  fileName: string;
  contentType: string;
  size: number;
  isInline: boolean;
}

export interface Message extends Summary {
  cc: string[];
  messageId: string | null;
  headers: { name: string; value: string }[];
  text: string | null;
  html: string | null;
  isCut: boolean;
  parts: Part[];
  hasTranscript: boolean;
}

export interface MailList {
  total: number;
  unread: number;
  start: number;
  ignored: string[];
  messages: Summary[];
}

export interface Inbox {
  name: string;
  users: string[];
  recipients: string[];
  domains: string[];
  tags: string[];
  port: number | null;
  messages: number;
  createdAt: string;
  unusedSeconds: number;
  expiresAt: string;
}

export interface Envelope {
  receivedAt: string;
  reversePath: string;
  forwardPaths: string[];
  helo: string | null;
  clientAddress: string | null;
  tls: string | null;
  identity: string | null;
}

export interface Structure {
  id: string;
  contentType: string;
  charset: string | null;
  encoding: string;
  disposition: string | null;
  fileName: string;
  contentId: string | null;
  size: number;
  parts: Structure[];
}

export interface Extracted {
  count: number;
  values: { value: string; text: string; place: string }[];
}

export interface About {
  version: string;
  label: string;
  database: string;
  keptMessages: number;
  messageBytes: number;
  /** Whether pictures of other servers can be shown. */
  hasNetwork: boolean;
  listeners: { name: string; host: string; port: number }[];
  /** Ways out by name; none: nothing is released. */
  routes: string[];
  calls: string[];
}

/** The messages that a change is for: exactly one of these. */
export type Selection = { ids: string[] } | { q: string; tz: string } | { all: true };

export interface Change {
  isRead?: boolean;
  addTags?: string[];
  removeTags?: string[];
}
