//! Sentences with a value each (`tests/values`), read by the public reader of values.
//!
//! A row names a stretch of its text and what must be read there, or the kinds that the text must
//! not hold. Rows with `known` are misses that nobody has mended yet, with their reason: they are
//! asserted to fail, so that a change that mends one is noticed.

use std::fs;
use std::path::Path;

use factlint::language::{HedgeWord, Language};
use factlint::source::Span;
use factlint::value::{Hedge, Value, values};
use rust_decimal::Decimal;
use serde_json::Value as Json;

/// What a row asks for and what was read, one line for each that differs.
fn differences(row: &Json, read: &[(Span, Value)]) -> Vec<String> {
    let text = row["text"].as_str().expect("a row has a text");
    if let Some(kinds) = row["none"].as_array() {
        let banned = |value: &Value| kinds.iter().any(|kind| kind == value.kind().as_str());
        let found = read.iter().filter(|(_, value)| banned(value));
        return found
            .map(|(span, value)| {
                format!(
                    "no {}, but « {} » is read as {value}",
                    value.kind(),
                    &text[span.start..span.end]
                )
            })
            .collect();
    }
    let surface = row["surface"].as_str().expect("a row has a surface");
    let start = text.find(surface).expect("the text holds the surface");
    let place = Span::new(start, start + surface.len());
    let kind = row["kind"].as_str().expect("a row has a kind");
    let there: Vec<&Value> = read
        .iter()
        .filter(|(span, _)| span.overlaps(place))
        .map(|(_, value)| value)
        .collect();
    let Some(value) = there.iter().find(|value| value.kind().as_str() == kind) else {
        let got: Vec<String> = there.iter().map(|value| format!("{} {value}", value.kind())).collect();
        return vec![format!("no {kind}; read: {}", got.join(", "))];
    };
    let fields = row.as_object().expect("a row is an object").iter();
    fields
        .filter_map(|(field, wanted)| {
            let got = field_of(field, wanted, value)?;
            let equal = match (decimal(wanted), decimal(&got)) {
                (Some(wanted), Some(got)) => wanted == got,
                _ => *wanted == got,
            };
            (!equal).then(|| format!("{field}: {wanted} is asked for, {got} is read"))
        })
        .collect()
}

/// A field of a row, as the value has it; none for those that say something else.
fn field_of(field: &str, wanted: &Json, value: &Value) -> Option<Json> {
    let amount = value.amount();
    let number = |number: Option<Decimal>| number.map_or(Json::Null, |n| Json::String(n.normalize().to_string()));
    Some(match (field, value) {
        ("nominal", Value::Ordinal(rank)) => Json::String(rank.to_string()),
        ("nominal", _) => number(amount.map(|amount| amount.nominal)),
        ("low", _) => number(amount?.low),
        ("high", _) => number(amount?.high),
        ("hedge", _) => Json::String(hedge_name(amount?.hedge).to_owned()),
        ("unit", Value::Money(_, currency)) => currency.code().into(),
        ("unit", Value::Quantity(_, unit)) => unit.name.clone().into(),
        ("noun", Value::Count(_, nouns)) => {
            // Adjectives may stand before the noun: which word it is, rules decide.
            let wanted = nouns.iter().find(|noun| wanted == noun.as_str());
            wanted.or(nouns.first()).cloned().unwrap_or_default().into()
        }
        ("parts", Value::Duration(duration) | Value::Age(duration)) => {
            let part = |(number, unit): &(Decimal, factlint::language::TimeUnit)| {
                Json::from(vec![number.normalize().to_string(), unit.as_str().to_owned()])
            };
            duration.parts.iter().map(part).collect::<Vec<_>>().into()
        }
        ("start", Value::Date(period)) => period.extent().0.map_or(Json::Null, |day| day.to_string().into()),
        ("end", Value::Date(period)) => period.extent().1.map_or(Json::Null, |day| day.to_string().into()),
        ("part", Value::Date(period)) => period.part.map_or(Json::Null, |part| part.as_str().into()),
        ("grain", Value::Date(period)) => period.grain.as_str().into(),
        _ => return None,
    })
}

fn hedge_name(hedge: Hedge) -> &'static str {
    match hedge {
        Hedge::Exact => "exact",
        Hedge::Range => "range",
        Hedge::Word(HedgeWord::About) => "about",
        Hedge::Word(HedgeWord::Nearly) => "nearly",
        Hedge::Word(HedgeWord::MoreThan) => "more_than",
        Hedge::Word(HedgeWord::LessThan) => "less_than",
        Hedge::Word(HedgeWord::AtLeast) => "at_least",
        Hedge::Word(HedgeWord::AtMost) => "at_most",
    }
}

fn decimal(json: &Json) -> Option<Decimal> {
    json.as_str()?.parse().ok()
}

fn check(language: Language) {
    let file = Path::new(env!("CARGO_MANIFEST_DIR")).join(format!("tests/values/{language}.jsonl"));
    let rows = fs::read_to_string(&file).expect("the file can be read");
    let mut wrong = Vec::new();
    let mut checked = 0;
    for (line, row) in rows.lines().enumerate() {
        let row: Json = serde_json::from_str(row).expect("a row is JSON");
        let text = row["text"].as_str().expect("a row has a text");
        let reference = row["date"].as_str().and_then(|date| date.parse().ok());
        let differs = differences(&row, &values(text, language, reference));
        checked += 1;
        match (row["known"].as_str(), differs.is_empty()) {
            (None, false) => wrong.push(format!(
                "{}:{}: {text}\n    {}",
                file.display(),
                line + 1,
                differs.join("\n    ")
            )),
            (Some(_), true) => wrong.push(format!(
                "{}:{}: mended, so drop its `known`: {text}",
                file.display(),
                line + 1
            )),
            _ => {}
        }
    }
    assert!(checked > 100, "the rows are gone");
    assert!(
        wrong.is_empty(),
        "{} of {checked} rows:\n{}",
        wrong.len(),
        wrong.join("\n")
    );
}

#[test]
fn french_values_are_read() {
    check(Language::French);
}

#[test]
fn english_values_are_read() {
    check(Language::English);
}
