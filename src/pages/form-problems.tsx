/** What is to be mended in a form: the id of the field that it is about, if of one, and what to say. */
export interface ToMend {
  readonly field?: string;
  readonly text: string;
}

/** Stands above the content of a form that comes back: it has the focus, without any script, is read out, and leads to each field. */
export function FormProblems({ title, toMend }: { title: string; toMend: readonly ToMend[] }) {
  return (
    <div class="problem" tabIndex={-1} autofocus>
      <div role="alert">
        <h2>{title}</h2>
        <ul>
          {toMend.map(({ field, text }) => (
            <li key={text}>{field === undefined ? text : <a href={`#${field}`}>{text}</a>}</li>
          ))}
        </ul>
      </div>
    </div>
  );
}

/** Beside its field, what is to be mended there; nothing where that is nothing. */
export function FieldProblem({ field, toMend }: { field: string; toMend: readonly ToMend[] }) {
  const found = toMend.find((each) => each.field === field);
  if (!found) return null;
  return (
    <p class="wrong" id={problemId(field)}>
      {found.text}
    </p>
  );
}

/** What a field tells a screen reader of itself: whether it is wrong, and where it is said why. */
export function fieldMarks(field: string, toMend: readonly ToMend[]) {
  const wrong = toMend.some((each) => each.field === field);
  return {
    id: field,
    ...(wrong && { 'aria-invalid': 'true' as const, 'aria-describedby': problemId(field) }),
  };
}

function problemId(field: string): string {
  return `${field}-problem`;
}
