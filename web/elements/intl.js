// Numbers, plurals and days as the browser writes them in a language.
export function intl(language) {
  const plural = new Intl.PluralRules(language);
  const number = new Intl.NumberFormat(language, { maximumFractionDigits: 10 });
  const day = new Intl.DateTimeFormat(language, { dateStyle: 'long', timeZone: 'UTC' });
  const decimal = number.formatToParts(0.5).find(({ type }) => type === 'decimal').value;
  return {
    plural: (of) => plural.select(of),
    number: (of) => number.format(of),
    day: (of) => (Number.isNaN(Date.parse(of)) ? of : day.format(new Date(of))),
    decimal: () => decimal,
    read: Number,
  };
}
