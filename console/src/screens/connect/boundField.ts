/** Ties the fields of a form to its state: `<TextField {...bound("url")} />`. */
export function boundField<Form extends object>(form: Form, onChange: (change: Partial<Form>) => void) {
  return (name: { [Key in keyof Form]: Form[Key] extends string ? Key : never }[keyof Form]) => ({
    value: form[name] as string,
    onChange: (event: { target: { value: string } }) =>
      onChange({ [name]: event.target.value } as unknown as Partial<Form>),
  });
}
