//! Sums that any reader can do: the rows of a table and their total, a figure and what it was before.

use std::collections::BTreeMap;

use rust_decimal::Decimal;

use super::reading::Reading;
use crate::diagnostic::{Code, Confidence, Diagnostic, Fingerprint, Label, Message, Severity, Side, code};
use crate::document::Document;
use crate::language::{PhraseTable, fold};
use crate::source::Location;
use crate::value::{Amount, Hedge, Mention, Value, ValueKind};

/// A total may be off by so much of itself before it is taken for something else than a sum.
const FAR: Decimal = Decimal::from_parts(5, 0, 0, false, 1);

/// Sums of a document that do not come out.
pub(super) fn wrong_sums(document: &Document, readings: &[Reading<'_>]) -> Vec<Diagnostic> {
    let mut found: Vec<Diagnostic> = readings
        .iter()
        .filter(|reading| reading.places.is_none())
        .filter_map(|reading| wrong_share(document, reading))
        .collect();
    // The cells below one heading, wherever it stands.
    let mut columns: BTreeMap<usize, Vec<Cell<'_>>> = BTreeMap::new();
    for reading in readings.iter().filter(|reading| document.is_cell(reading.sentence)) {
        if let Some((heading, cell)) = cell(document, reading) {
            columns.entry(heading).or_default().push(cell);
        }
    }
    found.extend(columns.values().filter_map(|column| wrong_total(document, column)));
    found
}

/// A cell below a heading.
struct Cell<'r> {
    reading: &'r Reading<'r>,
    is_total: bool,
    /// Its only figure.
    figure: Option<&'r Mention>,
}

fn cell<'r>(document: &Document, reading: &'r Reading<'r>) -> Option<(usize, Cell<'r>)> {
    let places = reading.places.as_ref()?;
    if places.row.is_empty() {
        return None;
    }
    let heading = document.span(reading.sentence.entry.as_ref()?.key.clone()).start;
    let keys = &reading.language.tables().keys;
    let row = || places.row.clone().map(|at| reading.tokens.folded(at));
    let within =
        |mention: &&Mention| places.value.start <= mention.tokens.start && mention.tokens.end <= places.value.end;
    let mut figures = reading.values.iter().filter(within);
    let figure = figures
        .next()
        .filter(|mention| is_exact(mention))
        .filter(|_| figures.next().is_none());
    // "Total", "Ensemble du groupe", and not "all other holders".
    let names_total = row().any(|word| keys.totals.contains(word));
    let is_total = names_total
        && row().all(|word| {
            keys.totals.contains(word) || keys.small.contains(word) || !word.starts_with(char::is_alphabetic)
        });
    Some((
        heading,
        Cell {
            reading,
            is_total,
            figure,
        },
    ))
}

fn is_exact(mention: &Mention) -> bool {
    let summed = matches!(
        mention.value.kind(),
        ValueKind::Number | ValueKind::Count | ValueKind::Money | ValueKind::Quantity
    );
    summed
        && mention
            .value
            .amount()
            .is_some_and(|amount| amount.hedge == Hedge::Exact)
}

/// The total of a column that is not the sum of its rows.
fn wrong_total(document: &Document, column: &[Cell<'_>]) -> Option<Diagnostic> {
    let (totals, parts): (Vec<&Cell<'_>>, Vec<&Cell<'_>>) = column.iter().partition(|cell| cell.is_total);
    let [total] = totals.as_slice() else { return None };
    let is_last = column.last().is_some_and(|last| last.is_total);
    let figures: Vec<&Mention> = parts.iter().filter_map(|cell| cell.figure).collect();
    if !is_last || parts.len() < 2 || figures.len() != parts.len() {
        return None;
    }
    let written = total.figure?;
    if figures.iter().any(|figure| unit(&figure.value) != unit(&written.value)) {
        return None;
    }
    let amount = |mention: &Mention| mention.value.amount().copied();
    let parts_of: Vec<Amount> = figures.iter().filter_map(|figure| amount(figure)).collect();
    let said = amount(written)?;
    let sum = parts_of
        .iter()
        .try_fold(Decimal::ZERO, |sum, part| sum.checked_add(part.nominal))?;
    // Figures with decimals are rounded, each by half of its last one.
    let half = |amount: &Amount| match amount.nominal.scale() {
        0 => Decimal::ZERO,
        scale => Decimal::new(5, scale + 1),
    };
    let slack: Decimal = parts_of.iter().map(half).sum::<Decimal>() + half(&said);
    let off = (said.nominal - sum).abs();
    let largest = parts_of.iter().map(|part| part.nominal).max()?;
    let is_sum = parts_of.iter().all(|part| part.nominal >= Decimal::ZERO) && said.nominal >= largest;
    if off <= slack || !is_sum || off > said.nominal * FAR {
        return None;
    }
    let message = Message::new("wrong-total")
        .with("said", plain(said.nominal))
        .with("rows", parts.len())
        .with("sum", plain(sum));
    let rows = parts.iter().zip(&figures);
    Some(finding(
        document,
        (total.reading, written),
        rows.map(|(cell, figure)| (cell.reading, *figure)).collect(),
        message,
        Message::new("help-total"),
    ))
}

/// What makes two figures of one sum.
fn unit(value: &Value) -> String {
    match value {
        Value::Money(_, currency) => currency.to_string(),
        Value::Quantity(_, unit) => unit.to_string(),
        _ => String::new(),
    }
}

/// "510 agents, contre 408 un an plus tôt, soit 10 % de plus", "120 of its 400 jobs, or 40 %": a
/// percentage that does not follow from the two figures before it.
fn wrong_share(document: &Document, reading: &Reading<'_>) -> Option<Diagnostic> {
    let tables = reading.language.tables();
    let mut percentages = reading
        .values
        .iter()
        .enumerate()
        .filter(|(_, mention)| mention.value.kind() == ValueKind::Percent);
    let (at, percentage) = percentages.next().filter(|_| percentages.next().is_none())?;
    let follows = tables
        .numbers
        .that_is
        .before(&reading.tokens, percentage.tokens.start)
        .is_some();
    let [first, second] = [at.checked_sub(2)?, at - 1].map(|at| &reading.values[at]);
    if !follows || !is_exact(first) || !is_exact(second) || unit(&first.value) != unit(&second.value) {
        return None;
    }
    let (one, two) = (first.value.amount()?, second.value.amount()?);
    let behind = |phrases: &PhraseTable<()>| phrases.before(&reading.tokens, second.tokens.start).is_some();
    let (share, told) = if behind(&tables.numbers.out_of) {
        (ratio(one, two)?, "wrong-share-of")
    } else if behind(&tables.modality.former) {
        (
            ratio(one, two).map(|(low, high)| (low - Decimal::ONE_HUNDRED, high - Decimal::ONE_HUNDRED))?,
            "wrong-share-against",
        )
    } else {
        return None;
    };
    let said = percentage.value.amount()?.interval();
    let (low, high) = (said.low?, said.high?);
    // A fall is told without its sign.
    let fits = |(from, to): (Decimal, Decimal)| low <= to && from <= high;
    if fits(share) || fits((-share.1, -share.0)) {
        return None;
    }
    let middle = ((share.0 + share.1) / Decimal::TWO).round_dp(1);
    let message = Message::new(told)
        .with("one", plain(one.nominal))
        .with("two", plain(two.nominal))
        .with("share", plain(middle))
        .with("said", percentage.value.to_string());
    Some(finding(
        document,
        (reading, percentage),
        vec![(reading, first), (reading, second)],
        message,
        Message::new("help-share"),
    ))
}

/// What percentage of the second figure the first is, as far as both are written.
fn ratio(one: &Amount, two: &Amount) -> Option<(Decimal, Decimal)> {
    let (one, two) = (one.interval(), two.interval());
    let share = |part: Decimal, whole: Decimal| part.checked_mul(Decimal::ONE_HUNDRED)?.checked_div(whole);
    Some((share(one.low?, two.high?)?, share(one.high?, two.low?)?))
}

fn plain(number: Decimal) -> String {
    number.normalize().to_string()
}

fn finding(
    document: &Document,
    wrong: (&Reading<'_>, &Mention),
    given: Vec<(&Reading<'_>, &Mention)>,
    message: Message,
    help: Message,
) -> Diagnostic {
    let side = |(reading, mention): (&Reading<'_>, &Mention)| {
        let location = |span| Location {
            source: document.source,
            span,
        };
        Side {
            label: Label {
                location: location(reading.span(document, mention.range.clone())),
                message: Some(Message::verbatim(mention.value.to_string())),
            },
            sentence: location(document.span(reading.sentence.range.clone())),
            value: mention.value.to_string(),
            modality: "asserted",
            as_of: None,
            introduced: None,
        }
    };
    let mut signature = [document.path.to_string(), fold(&message.to_string())];
    Diagnostic {
        code: Code::new(code::WRONG_SUM),
        severity: Severity::Warning,
        confidence: Confidence::High,
        entity: None,
        attribute: None,
        fingerprint: Fingerprint::new(code::WRONG_SUM, "", &mut signature),
        message,
        claim: side(wrong),
        established: given.into_iter().map(side).collect(),
        pairs: Vec::new(),
        edit: None,
        notes: Vec::new(),
        help,
    }
}
