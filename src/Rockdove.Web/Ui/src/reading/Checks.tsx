import type { ComponentChildren, JSX } from 'preact';
import { get } from '../api/client';
import { scopeOf } from '../api/mail';
import type { Message } from '../api/shapes';
import { useFetched } from '../parts/fetched';
import { Icon } from '../parts/Icon';
import { Loading } from '../parts/lazy';
import { can } from '../shell/mailbox';
import { number, t, tn } from '../text/catalogue';
import { type CheckName, checksOf } from './checkNames';
import { safe } from './Extracts';

// The answers of …/checks/NAME, as far as they are shown.

interface Finding {
  level: 'bad' | 'warn' | 'good' | 'plain';
  title: ComponentChildren;
  detail?: ComponentChildren;
  url?: string;
}

interface Result {
  /** In a few words; the colour is the worst of the findings. */
  sum: string;
  note?: string;
  findings: Finding[];
}

interface HtmlCheck {
  source: string;
  sourceDate: string;
  supported: number;
  partial: number;
  unsupported: number;
  warnings: {
    slug: string;
    title: string;
    url: string;
    found: number;
    score: { supported: number; partial: number; unsupported: number };
  }[];
}

interface LinkCheck {
  asked: boolean;
  errors: number;
  links: { url: string; status: number | null; problem: string | null; faults: { code: string; message: string }[] }[];
}

interface LintCheck {
  count: number;
  defects: { line: number; column: number; rule: string; message: string; section: string }[];
}

interface AuthenticationCheck {
  asked: boolean;
  from: string | null;
  spf: { domain: string | null; isAligned: boolean | null };
  dkim: { domain: string; selector: string; algorithm: string; result: string; explanation: string }[];
  dmarc: { domain: string | null; policy: string | null; result: string; explanation: string };
  claims?: { server: string; method: string; result: string; reason: string | null }[];
}

interface SpamCheck {
  isSpam: boolean;
  error: string | null;
  score: number | null;
  threshold: number | null;
  rules: { score: number; name: string; description: string }[];
}

const readers: Record<CheckName, (answer: never) => Result> = {
  html: (answer: HtmlCheck) => ({
    sum: t('supportedBy', { n: percent(answer.supported) }),
    note: `${answer.source} · ${answer.sourceDate}`,
    findings: answer.warnings.map(one => ({
      level: one.score.unsupported > 20 ? 'bad' : 'warn',
      title: one.title,
      detail: <Shares {...one.score} />,
      url: one.url,
    })),
  }),
  links: (answer: LinkCheck) => ({
    sum: tn('links', answer.links.length),
    note: answer.asked ? undefined : t('checkNotAsked'),
    findings: answer.links.map(link => {
      const isBad = link.problem !== null || (link.status !== null && link.status >= 400);
      return {
        level: isBad ? 'bad' : link.faults.length > 0 ? 'warn' : link.status === null ? 'plain' : 'good',
        title: <code>{link.url}</code>,
        detail: [link.problem ?? (link.status === null ? '' : `${link.status}`), ...link.faults.map(one => one.message)]
          .filter(one => one !== '')
          .join(' · '),
        url: safe(link.url),
      };
    }),
  }),
  authentication: (answer: AuthenticationCheck) => ({
    sum: `DMARC ${answer.dmarc.result}`,
    note: answer.asked ? undefined : t('checkNotAsked'),
    findings: [
      {
        level: levelOf(answer.dmarc.result),
        title: `DMARC ${answer.dmarc.domain ?? ''}`,
        detail: answer.dmarc.explanation,
      },
      {
        level: answer.spf.isAligned === false ? 'warn' : 'plain',
        title: `SPF ${answer.spf.domain ?? ''}`,
        detail: answer.from === null ? '' : `From: ${answer.from}`,
      },
      ...answer.dkim.map(
        (one): Finding => ({
          level: levelOf(one.result),
          title: `DKIM ${one.domain} (${one.selector}, ${one.algorithm})`,
          detail: `${one.result}. ${one.explanation}`,
        }),
      ),
      ...(answer.claims ?? []).map(
        (one): Finding => ({
          level: 'plain',
          title: `${one.server}: ${one.method}=${one.result}`,
          detail: one.reason ?? '',
        }),
      ),
    ],
  }),
  lint: (answer: LintCheck) => ({
    sum: answer.count === 0 ? t('checkNothing') : tn('problems', answer.count),
    findings: answer.defects.map(one => ({
      level: 'warn',
      title: one.message,
      detail: `${t('line', { n: number(one.line) })} · ${one.rule} · ${one.section}`,
    })),
  }),
  spam: (answer: SpamCheck) => ({
    sum:
      answer.error !== null
        ? answer.error
        : t('score', { n: number(answer.score ?? 0), m: number(answer.threshold ?? 0) }),
    findings: answer.rules.map(one => ({
      level: one.score > 0 ? 'warn' : 'good',
      title: one.name,
      detail: `${number(one.score)} · ${one.description}`,
    })),
  }),
};

const percent = (n: number): string => `${number(Math.round(n))} %`;

const levelOf = (result: string): Finding['level'] =>
  result === 'pass' ? 'good' : result === 'fail' || result === 'permerror' ? 'bad' : 'plain';

/** All checks that this catcher has, below each other. */
export function Checks({ message, inbox }: { message: Message; inbox: string | null }): JSX.Element {
  return (
    <div class="checks">
      {checksOf(can).map(({ name, label }) => (
        <Check
          key={name}
          name={name}
          label={t(label)}
          path={`${scopeOf(inbox)}messages/${message.id}/checks/${name}`}
        />
      ))}
    </div>
  );
}

function Check({ name, label, path }: { name: CheckName; label: string; path: string }): JSX.Element | null {
  const answer = useFetched(abort => get(path, abort), [path]);
  const problem = answer !== null && 'problem' in answer ? answer.problem : null;
  const result = answer !== null && 'value' in answer ? readers[name](answer.value as never) : null;
  const worst = result === null ? 'plain' : worstOf(result.findings);
  return (
    <section class="check-result">
      <h2>
        <Icon name={worst === 'bad' || worst === 'warn' ? 'warn' : 'ok'} class={worst} />
        {label}
        {result !== null && <span class="sum">{result.sum}</span>}
      </h2>
      {answer === null && <Loading />}
      {problem !== null && <p class="hint">{problem.message || t('checkFailed')}</p>}
      {result?.note !== undefined && <p class="hint">{result.note}</p>}
      {result !== null && result.findings.length === 0 && result.sum !== t('checkNothing') && (
        <p class="hint">{t('checkNothing')}</p>
      )}
      {result !== null && result.findings.length > 0 && (
        <ul>
          {result.findings.slice(0, 300).map((one, at) => (
            <li key={at} class={one.level}>
              <span class="dot" />
              <span class="finding">
                {one.url === undefined ? (
                  one.title
                ) : (
                  <a href={one.url} target="_blank" rel="noopener noreferrer">
                    {one.title}
                  </a>
                )}
              </span>
              <span class="detail">{one.detail}</span>
            </li>
          ))}
        </ul>
      )}
    </section>
  );
}

function worstOf(findings: readonly Finding[]): Finding['level'] {
  for (const level of ['bad', 'warn', 'good'] as const) if (findings.some(one => one.level === level)) return level;
  return 'good';
}

/** How many mail programs show it, as a bar in three parts. */
function Shares(shares: { supported: number; partial: number; unsupported: number }): JSX.Element {
  const { supported, partial, unsupported } = shares;
  return (
    <span
      class="shares"
      title={`${t('supported')} ${percent(supported)}, ${t('partly')} ${percent(partial)}, ${t('unsupported')} ${percent(unsupported)}`}
    >
      <span class="share-bar" aria-hidden="true">
        <i class="good" style={{ width: `${supported}%` }} />
        <i class="warn" style={{ width: `${partial}%` }} />
        <i class="bad" style={{ width: `${unsupported}%` }} />
      </span>
      {percent(supported)}
    </span>
  );
}
