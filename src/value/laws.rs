//! Laws that hold for every value that any text can state.

use proptest::prelude::*;
use rust_decimal::Decimal;

use super::{Agreement, Period, Tolerance, Value, agree, values};
use crate::language::Language;

/// Pieces of expressions in both languages, and what only looks like one.
const PIECES: &[&str] = &[
    "12",
    "3",
    "4,8",
    "4.8",
    "1 250",
    "2025",
    "1980",
    "31",
    "0",
    "½",
    "3/4",
    "12/03/2025",
    "2025-11-19",
    "un",
    "une",
    "a",
    "9999",
    "three",
    "trois",
    "quatre-vingt-dix",
    "vingt et un",
    "half",
    "demi",
    "dizaine",
    "dozen",
    "million",
    "milliards",
    "bn",
    "M€",
    "€",
    "$",
    "euros",
    "dollars",
    "%",
    "pour cent",
    "percent",
    "km",
    "km²",
    "°F",
    "tonnes",
    "years",
    "ans",
    "mois",
    "days",
    "jours",
    "week",
    "semaine",
    "and a half",
    "et demi",
    "plus de",
    "près de",
    "more than",
    "about",
    "up to",
    "jusqu'à",
    "between",
    "entre",
    "and",
    "et",
    "de",
    "à",
    "to",
    "from",
    "-",
    "–",
    "janvier",
    "March",
    "May",
    "mars",
    "lundi",
    "Friday",
    "fin",
    "late",
    "mid-",
    "T3",
    "Q3",
    "premier",
    "first",
    "trimestre",
    "quarter",
    "l'été",
    "summer",
    "dernier",
    "last",
    "next",
    "prochain",
    "il y a",
    "ago",
    "in",
    "dans",
    "depuis",
    "since",
    "avant",
    "before",
    "after",
    "Noël",
    "Easter",
    "XXIe",
    "century",
    "siècle",
    "années",
    "the",
    "le",
    "of",
    "d'",
    "hier",
    "tomorrow",
    "salariés",
    ",",
    ".",
    "'",
    "\u{202f}",
    "\u{2019}",
    "é",
    "𝄞",
];

/// Some words in a row.
fn text() -> impl Strategy<Value = String> {
    proptest::collection::vec((proptest::sample::select(PIECES), any::<bool>()), 0..9).prop_map(|pieces| {
        let mut text = String::new();
        for (piece, glued) in pieces {
            if !glued && !text.is_empty() {
                text.push(' ');
            }
            text.push_str(piece);
        }
        text
    })
}

fn language() -> impl Strategy<Value = Language> {
    proptest::sample::select(&Language::ALL[..])
}

fn read(text: &str, language: Language) -> Vec<Value> {
    let today = "2025-11-21".parse().ok();
    values(text, language, today)
        .into_iter()
        .map(|(_, value)| value)
        .collect()
}

fn conflicts(one: &Value, other: &Value) -> bool {
    matches!(agree(one, other, Tolerance::None), Agreement::Conflicts(_))
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(600))]

    #[test]
    fn spans_lie_on_characters_in_order(text in text(), language in language()) {
        let mut last = 0;
        for (span, _) in values(&text, language, "2025-11-21".parse().ok()) {
            prop_assert!(text.get(span.start..span.end).is_some_and(|said| !said.is_empty()), "{text:?} {span:?}");
            prop_assert!(last <= span.start, "{text:?}");
            last = span.end;
        }
    }

    #[test]
    fn any_text_can_be_read(text in "\\PC{0,60}", language in language()) {
        values(&text, language, None);
    }

    #[test]
    fn agreement_is_symmetric_and_reflexive(one in text(), other in text(), language in language()) {
        let (ones, others) = (read(&one, language), read(&other, language));
        for a in &ones {
            prop_assert!(!conflicts(a, a), "{a} of {one:?}");
            for b in &others {
                prop_assert_eq!(
                    agree(a, b, Tolerance::None),
                    agree(b, a, Tolerance::None),
                    "{} of {:?}, {} of {:?}", a, one, b, other
                );
            }
        }
    }

    #[test]
    fn a_wider_period_creates_no_conflict(one in text(), other in text(), early in 0i32..400, late in 0i32..400) {
        for a in read(&one, Language::English) {
            for b in read(&other, Language::English) {
                let Value::Date(period) = &a else { continue };
                let wider = Value::Date(Period {
                    early: period.early.saturating_add(early),
                    late: period.late.saturating_add(late),
                    ..*period
                });
                prop_assert!(!conflicts(&wider, &b) || conflicts(&a, &b), "{a} {b}");
            }
        }
    }

    #[test]
    fn what_is_printed_reads_as_the_same(text in text(), language in language()) {
        for value in read(&text, language) {
            let nominal = |value: &Value| value.amount().map(|amount| amount.nominal.round_dp(2));
            let simple = match &value {
                Value::Percent(amount) | Value::Money(amount, _) => {
                    amount.nominal >= Decimal::ZERO && amount.nominal < Decimal::from(1_000_000_000_000u64) && amount.nominal.scale() < 3
                }
                Value::Date(period) => period.bound.is_none() && period.start.year() >= 1000 && period.end.year() < 2200,
                _ => false,
            };
            if !simple {
                continue;
            }
            let printed = value.to_string();
            let again = read(&printed, Language::English);
            prop_assert_eq!(again.len(), 1, "{} of {:?} reads as {:?}", printed, text, again);
            match (&value, &again[0]) {
                (Value::Date(was), Value::Date(is)) => prop_assert_eq!((was.start, was.end), (is.start, is.end), "{}", printed),
                (was, is) => {
                    prop_assert_eq!(was.kind(), is.kind(), "{}", printed);
                    prop_assert_eq!(nominal(was), nominal(is), "{}", printed);
                }
            }
        }
    }
}
