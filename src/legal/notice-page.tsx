import type { Notice } from './texts.js';

/** A notice as a page; its contact's address is a link. */
export function NoticeText({ title, sections, contact }: Notice & { contact: string }) {
  return (
    <>
      <h1>{title}</h1>
      {sections.map(([heading, ...paragraphs]) => (
        <section key={heading}>
          <h2>{heading}</h2>
          {paragraphs.map((text) => (
            <p key={text}>{linked(text, contact)}</p>
          ))}
        </section>
      ))}
    </>
  );
}

function linked(text: string, contact: string) {
  const [before, ...after] = text.split(contact);
  if (after.length === 0) return text;
  return (
    <>
      {before}
      <a href={`mailto:${contact}`}>{contact}</a>
      {after.join(contact)}
    </>
  );
}
