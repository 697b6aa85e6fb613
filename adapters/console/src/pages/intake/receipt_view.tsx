import { useEffect, useRef } from 'preact/hooks';
import { hrefOf, printPage, SeverityBadge, Time, useWords } from '../frame';
import type { Names } from '../names';
import type { SubmitReply } from './reply';

// What the requester is told: the number to ask by, and by when it will be done. Without the text
// and without who asked: it may be printed and handed over.
export function ReceiptView({
  receipt,
  names,
  next,
}: {
  receipt: SubmitReply;
  names: Names;
  next: () => void;
}) {
  const all = useWords();
  const words = all.intake;
  const title = useRef<HTMLHeadingElement>(null);
  const dispositions: Record<string, string> = words.dispositions;
  const grounds: Record<string, string> = words.grounds;
  const tiers: Record<string, string> = all.tiers;
  const hasCase = receipt.case_id !== '0' && receipt.case_id !== '';
  useEffect(() => title.current?.focus(), []);
  return (
    <article class="receipt" aria-labelledby="receipt-title">
      <h1 id="receipt-title" ref={title} tabIndex={-1}>
        {words.receipt}
      </h1>
      {receipt.replayed && <p class="warning">{words.replayed}</p>}
      <dl class="facts is-list">
        <Line name={words.receiptNumber}>
          <strong class="receipt-number">{receipt.complaint_id}</strong>
        </Line>
        {hasCase && <Line name={words.caseNumber}>{receipt.case_id}</Line>}
        <Line name={words.receivedAt}>
          <Time ms={Number(receipt.received_at_ms)} />
        </Line>
        <Line name={words.disposition}>
          {dispositions[receipt.disposition] ?? receipt.disposition}
        </Line>
        {receipt.decline_ground && (
          <Line name={words.declineGround}>
            {grounds[receipt.decline_ground] ?? receipt.decline_ground}
          </Line>
        )}
        {hasCase && (
          <>
            <Line name={words.severity}>
              <SeverityBadge severity={receipt.severity} />
            </Line>
            <Line name={words.category}>{names.category(receipt.category)}</Line>
            {receipt.area_code !== '0' && (
              <Line name={words.area}>{names.areaPath(receipt.area_code)}</Line>
            )}
            {receipt.unit && (
              <Line name={words.unit}>
                {receipt.unit === 'triage' ? words.triageDesk : names.unit(receipt.unit)}{' '}
                {receipt.tier && <span class="tag">{tiers[receipt.tier] ?? receipt.tier}</span>}
              </Line>
            )}
            <Line name={words.resolveDue}>
              {receipt.resolve_due_ms === '0' ? (
                words.noLimit
              ) : (
                <Time ms={Number(receipt.resolve_due_ms)} />
              )}
            </Line>
          </>
        )}
      </dl>
      <div class="buttons no-print">
        <button type="button" class="button is-primary" onClick={next}>
          {words.next}
        </button>
        <button type="button" class="button" onClick={printPage}>
          {words.print}
        </button>
        {hasCase && (
          <a class="button" href={hrefOf('case', { id: receipt.case_id })}>
            {words.openCase}
          </a>
        )}
      </div>
    </article>
  );
}

function Line({ name, children }: { name: string; children: preact.ComponentChildren }) {
  return (
    <div>
      <dt>{name}</dt>
      <dd>{children}</dd>
    </div>
  );
}
