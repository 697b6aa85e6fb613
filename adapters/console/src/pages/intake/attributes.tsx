import { Field, useWords } from '../frame';
import type { AttributeForm } from '../../api/rules';

// The questions of a category (as Open311 describes them), in their order.

type Values = Record<string, string[]>;

const asked = (forms: readonly AttributeForm[]): AttributeForm[] =>
  [...forms].sort((left, right) => left.order - right.order);

export function missingOf(
  forms: readonly AttributeForm[],
  values: Values,
): AttributeForm | undefined {
  return asked(forms).find(
    (form) =>
      form.variable && form.required && !(values[form.code] ?? []).some((value) => value.trim()),
  );
}

export function Attributes({
  forms,
  values,
  change,
}: {
  forms: readonly AttributeForm[];
  values: Values;
  change: (code: string, values: string[]) => void;
}) {
  const words = useWords().intake;
  if (forms.length === 0) return null;
  return (
    <fieldset>
      <legend>{words.attributes}</legend>
      {asked(forms).map((form) =>
        form.variable ? (
          <Asked
            key={form.code}
            form={form}
            values={values[form.code] ?? []}
            change={(changed) => change(form.code, changed)}
          />
        ) : (
          <p key={form.code}>{form.description}</p>
        ),
      )}
    </fieldset>
  );
}

interface AskedProps {
  form: AttributeForm;
  values: string[];
  change: (values: string[]) => void;
}

function Asked({ form, values, change }: AskedProps) {
  const words = useWords().intake;
  const label = form.required
    ? `${form.description}（${words.attributeMissing}）`
    : form.description;
  if (form.datatype === 'multivaluelist') {
    return <Several label={label} form={form} values={values} change={change} />;
  }
  return (
    <Field label={label} hint={form.datatype_description || undefined}>
      {(id) => <Single id={id} form={form} values={values} change={change} />}
    </Field>
  );
}

function Several({ label, form, values, change }: AskedProps & { label: string }) {
  return (
    <fieldset class="choice">
      <legend>{label}</legend>
      {form.values.map((value) => (
        <label key={value.key}>
          <input
            type="checkbox"
            checked={values.includes(value.key)}
            onChange={(event) =>
              change(
                event.currentTarget.checked
                  ? [...values, value.key]
                  : values.filter((other) => other !== value.key),
              )
            }
          />
          {value.name}
        </label>
      ))}
    </fieldset>
  );
}

const inputTypes: Record<string, string> = { number: 'number', datetime: 'datetime-local' };

function Single({ id, form, values, change }: AskedProps & { id: string }) {
  const words = useWords().intake;
  const value = values[0] ?? '';
  const changed = (text: string): void => change(text === '' ? [] : [text]);
  if (form.datatype === 'singlevaluelist') {
    return (
      <select
        id={id}
        value={value}
        required={form.required}
        onChange={(event) => changed(event.currentTarget.value)}
      >
        <option value="">{words.choose}</option>
        {form.values.map((each) => (
          <option key={each.key} value={each.key}>
            {each.name}
          </option>
        ))}
      </select>
    );
  }
  if (form.datatype === 'text') {
    return (
      <textarea
        id={id}
        rows={3}
        required={form.required}
        value={value}
        onInput={(event) => changed(event.currentTarget.value)}
      />
    );
  }
  return (
    <input
      id={id}
      type={inputTypes[form.datatype] ?? 'text'}
      step={form.datatype === 'number' ? 'any' : undefined}
      required={form.required}
      value={value}
      onInput={(event) => changed(event.currentTarget.value)}
    />
  );
}
