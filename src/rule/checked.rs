//! From the keys of a rule file to a checked [`Rule`]. Every mistake is found at once, with its place.

use std::ops::Range;

use rust_decimal::Decimal;

use super::mistake::Mistakes;
use super::raw::{ByLanguage, OneOrMany, RawExample, RawRule, RuleFile};
use super::spanned::Spanned;
use super::{AttributeName, Cardinality, Example, Frame, Pattern, Persistence, Rule, Verdict};
use crate::claim::Qualifier;
use crate::diagnostic::Severity;
use crate::entity::EntityKind;
use crate::language::{Language, StemPhrases, counted_noun};
use crate::source::SourceId;
use crate::value::{Dimension, Tolerance, ValueKind};

/// Checks what a rule file says.
pub(super) fn checked(raw: RawRule, file: RuleFile<'_>, mistakes: &mut Mistakes) -> Option<Rule> {
    let top = 0..file.text.find('\n').unwrap_or(file.text.len());
    let mut required = |key: &str, value: Option<Spanned<String>>| match value {
        Some(value) => Some(value),
        None => {
            mistakes.add(
                top.clone(),
                format!("the key `{key}` is missing"),
                format!("add a line: {key} = \"…\""),
            );
            None
        }
    };
    let id = required("id", raw.id);
    let summary = required("summary", raw.summary);
    let value = required("value", raw.value);
    if let Some(id) = &id
        && id.get_ref() != file.id
    {
        mistakes.add(
            id.span(),
            format!("the id is \"{}\", but the file is named {}.toml", id.get_ref(), file.id),
            "rename the file or the rule: both must be the same".to_owned(),
        );
    }
    let kind = value.as_ref().and_then(|value| {
        let kind = ValueKind::from_name(value.get_ref());
        if kind.is_none() {
            mistakes.not_among(value, "value", ValueKind::ALL.map(ValueKind::as_str).as_slice());
        }
        kind
    });
    let subjects = raw.subject.map(|list| subjects(&list, mistakes)).unwrap_or_default();
    let unit = raw.unit.and_then(|unit| {
        let dimension = Dimension::ALL
            .into_iter()
            .find(|dimension| dimension.as_str() == unit.get_ref());
        if dimension.is_none() {
            mistakes.not_among(&unit, "unit", Dimension::ALL.map(Dimension::as_str).as_slice());
        }
        dimension
    });
    let entity = raw
        .entity
        .filter(|entity| entity.get_ref() != "any")
        .and_then(|entity| {
            let kind = EntityKind::from_name(entity.get_ref());
            if kind.is_none() {
                mistakes.not_among(&entity, "entity", &["person", "organization", "place", "work", "any"]);
            }
            kind
        });
    let cardinality = match &raw.cardinality {
        Some(word) if word.get_ref() == "many" => Cardinality::Many,
        Some(word) if word.get_ref() != "single" => {
            mistakes.not_among(word, "cardinality", &["single", "many"]);
            Cardinality::Single
        }
        _ => Cardinality::Single,
    };
    let stable_for = raw.stable_for.as_ref().and_then(|text| {
        let days = days(text.get_ref());
        if days.is_none() {
            mistakes.add(
                text.span(),
                format!("\"{}\" is not a duration in days", text.get_ref()),
                "write a number of days, as in \"90 days\"".to_owned(),
            );
        }
        days
    });
    let persistence = match &raw.persistence {
        Some(word) if word.get_ref() == "current" => Persistence::Current {
            stable_for: stable_for.unwrap_or(90),
        },
        Some(word) if word.get_ref() != "fixed" => {
            mistakes.not_among(word, "persistence", &["fixed", "current"]);
            Persistence::Fixed
        }
        _ => Persistence::Fixed,
    };
    let mut distinguish_by = Vec::new();
    for name in raw.distinguish_by.into_iter().flatten() {
        match Qualifier::from_name(name.get_ref()) {
            Some(qualifier) => distinguish_by.push(qualifier),
            None => mistakes.not_among(
                &name,
                "distinguish-by",
                Qualifier::ALL.map(Qualifier::as_str).as_slice(),
            ),
        }
    }
    let tolerance = match &raw.tolerance {
        None => Tolerance::None,
        Some(text) => tolerance(text.get_ref()).unwrap_or_else(|| {
            mistakes.add(
                text.span(),
                format!("\"{}\" is not a tolerance", text.get_ref()),
                "write a share (\"1%\"), days (\"2 days\") or an amount (\"500\")".to_owned(),
            );
            Tolerance::None
        }),
    };
    let severity = match raw.severity.as_ref().map(|word| word.get_ref().as_str()) {
        None | Some("error") => Severity::Error,
        Some("warning") => Severity::Warning,
        Some("note") => Severity::Note,
        Some(_) => {
            if let Some(word) = &raw.severity {
                mistakes.not_among(word, "severity", &["error", "warning", "note"]);
            }
            Severity::Error
        }
    };
    let mut patterns = Vec::new();
    for pattern in raw.patterns.into_iter().flatten() {
        let inner = inner_span(file.text, pattern.span());
        match Pattern::new(pattern.get_ref(), kind, entity, &subjects) {
            // Those that come with the program are compiled when they are first tried.
            Ok(pattern) if file.source != SourceId::BUILT_IN && pattern.regex().is_none() => mistakes.add(
                inner,
                "this pattern would be too large".to_owned(),
                "repeat less (`{gap}` stands for up to six words), or split it into several patterns".to_owned(),
            ),
            Ok(pattern) => patterns.push(pattern),
            Err(reason) => mistakes.add(
                inner,
                reason,
                "see how patterns are written with `factlint explain`".to_owned(),
            ),
        }
    }
    let headings = by_language(raw.headings.as_ref());
    let noun_words = by_language(raw.nouns.as_ref().map(Spanned::get_ref))
        .into_iter()
        .filter_map(|(language, nouns)| Some((language, nouns.into_iter().next()?)))
        .collect();
    let nouns = singulars(raw.nouns.as_ref().map(Spanned::get_ref));
    let phrases = |raw: Option<&Spanned<ByLanguage>>| StemPhrases::new(by_language(raw.map(Spanned::get_ref)));
    let triggers = phrases(raw.triggers.as_ref());
    let acts_on = phrases(raw.acts_on.as_ref());
    let frame = match &raw.frame {
        Some(word) if word.get_ref() == "office" => Frame::Office,
        Some(word) if word.get_ref() == "open" => Frame::Open,
        Some(word) if word.get_ref() != "value" => {
            mistakes.not_among(word, "frame", &["value", "office", "open"]);
            Frame::Value
        }
        _ => Frame::Value,
    };
    if let (Frame::Office, Some(word)) = (frame, &raw.frame)
        && !matches!(kind, None | Some(ValueKind::Entity | ValueKind::Role))
    {
        mistakes.add(
            word.span(),
            "an office has a holder and a title: its value cannot be of this kind".to_owned(),
            "use `value = \"entity\"` for the holder or `value = \"role\"` for the title".to_owned(),
        );
    }
    if let Some(from) = &raw.counts_from
        && !matches!(
            kind,
            None | Some(ValueKind::Age | ValueKind::Duration | ValueKind::Ordinal | ValueKind::Role)
        )
    {
        mistakes.add(
            from.span(),
            "only ages, durations, anniversaries and offices count from a date".to_owned(),
            "use `value = \"age\"`, \"duration\", \"ordinal\" or \"role\", or leave `counts-from` out".to_owned(),
        );
    }
    let has_nouns = nouns.iter().any(|(_, nouns)| !nouns.is_empty());
    let has_headings = headings.iter().any(|(_, headings)| !headings.is_empty());
    let has_words = !triggers.is_empty() || !acts_on.is_empty();
    if !has_words && patterns.is_empty() && !has_nouns && !has_headings && frame == Frame::Value {
        mistakes.add(
            top.clone(),
            "this rule can match nothing: it has no triggers, no patterns, no headings and no nouns".to_owned(),
            "add `triggers.en = [\"…\"]`, `triggers.fr = [\"…\"]` or `patterns = ['…']`".to_owned(),
        );
    }
    if kind == Some(ValueKind::Count) && !has_nouns {
        mistakes.add(
            value.as_ref().map_or(top.clone(), Spanned::span),
            "a rule for counts must say what is counted".to_owned(),
            "add `nouns.en = [\"employee\"]` or `nouns.fr = [\"salarié\"]`".to_owned(),
        );
    }
    if kind == Some(ValueKind::Quantity) && unit.is_none() {
        mistakes.add(
            value.as_ref().map_or(top, Spanned::span),
            "a rule for quantities must say what is measured".to_owned(),
            "add `unit = \"length\"` (or another dimension)".to_owned(),
        );
    }
    let examples = raw
        .example
        .into_iter()
        .filter_map(|example| self::example(&example, mistakes))
        .collect();
    let (id, summary, kind) = (id?.into_inner(), summary?.into_inner(), kind?);
    let attribute = raw.attribute.map_or_else(|| id.clone(), Spanned::into_inner);
    let names = raw.name.unwrap_or_default();
    Some(Rule {
        name: AttributeName {
            english: names.en.unwrap_or_else(|| attribute.replace('-', " ")),
            french: names.fr.unwrap_or_else(|| attribute.replace('-', " ")),
        },
        attribute,
        id,
        summary,
        why: raw.why.map(Spanned::into_inner).unwrap_or_default(),
        subjects,
        value: kind,
        unit,
        entity,
        nouns,
        noun_words,
        takes_none: raw.takes_none.unwrap_or(false),
        cardinality,
        persistence,
        distinguish_by,
        tolerance,
        counts_from: raw.counts_from.map(Spanned::into_inner),
        severity,
        enabled: raw.enabled.unwrap_or(true),
        is_own: false,
        frame,
        triggers,
        acts_on,
        minus: phrases(raw.minus.as_ref()),
        headings,
        not: phrases(raw.not.as_ref()),
        patterns,
        examples,
    })
}

fn subjects(list: &Spanned<OneOrMany>, mistakes: &mut Mistakes) -> Vec<EntityKind> {
    let mut kinds = Vec::new();
    for name in &list.get_ref().0 {
        match EntityKind::from_name(name) {
            Some(kind) => kinds.push(kind),
            None if name == "any" => return Vec::new(),
            None => mistakes.add(
                list.span(),
                format!("`subject` cannot be \"{name}\""),
                "use person, organization, place, work or any".to_owned(),
            ),
        }
    }
    kinds
}

fn example(raw: &Spanned<RawExample>, mistakes: &mut Mistakes) -> Option<Example> {
    let inner = raw.get_ref();
    let verdict = match inner.verdict.as_str() {
        "contradiction" => Verdict::Contradiction,
        "warning" => Verdict::Warning,
        "consistent" => Verdict::Consistent,
        other => {
            mistakes.add(
                raw.span(),
                format!("the verdict of an example cannot be \"{other}\""),
                "use contradiction, warning or consistent".to_owned(),
            );
            return None;
        }
    };
    Some(Example {
        established: inner.established.clone(),
        change: inner.change.clone(),
        verdict,
        established_date: inner.established_date.clone(),
        change_date: inner.change_date.clone(),
    })
}

/// The lists as they are.
fn by_language(raw: Option<&ByLanguage>) -> Vec<(Language, Vec<String>)> {
    let Some(raw) = raw else { return Vec::new() };
    [(Language::French, &raw.fr), (Language::English, &raw.en)]
        .into_iter()
        .filter_map(|(language, list)| Some((language, list.clone()?)))
        .collect()
}

/// Every noun in the one form in which counted nouns are compared.
fn singulars(raw: Option<&ByLanguage>) -> Vec<(Language, Vec<String>)> {
    let Some(raw) = raw else { return Vec::new() };
    [(Language::French, &raw.fr), (Language::English, &raw.en)]
        .into_iter()
        .filter_map(|(language, nouns)| {
            Some((
                language,
                nouns.as_ref()?.iter().map(|noun| counted_noun(noun)).collect(),
            ))
        })
        .collect()
}

fn days(text: &str) -> Option<i32> {
    let number: i32 = text.split_whitespace().next()?.parse().ok()?;
    let unit = text.split_whitespace().nth(1)?.trim_end_matches('s');
    let factor = match unit {
        "day" => 1,
        "week" => 7,
        "month" => 31,
        "year" => 366,
        _ => return None,
    };
    number.checked_mul(factor).filter(|days| *days >= 0)
}

/// A tolerance as it is written: a share, days or an amount.
pub(crate) fn tolerance(text: &str) -> Option<Tolerance> {
    let text = text.trim();
    if let Some(share) = text.strip_suffix('%') {
        let share: Decimal = share.trim().parse().ok()?;
        return Some(Tolerance::Share(share / Decimal::ONE_HUNDRED));
    }
    if let Some(days) = days(text) {
        return Some(Tolerance::Days(days));
    }
    text.parse().ok().map(Tolerance::Absolute)
}

fn inner_span(text: &str, span: Range<usize>) -> Range<usize> {
    let quoted = text.get(span.clone()).unwrap_or_default();
    let quote = if quoted.starts_with("'''") || quoted.starts_with("\"\"\"") {
        3
    } else {
        1
    };
    let inner = span.start + quote..span.end.saturating_sub(quote).max(span.start + quote);
    if text.get(inner.clone()).is_some() { inner } else { span }
}
