//! Facts that the user pinned: read by the same value engine as articles.

use std::collections::BTreeMap;
use std::ops::Range;

use serde::Deserialize;
use toml::Spanned;

use crate::claim::{Certainty, Claim, Evidence, Modality, Qualifier, Qualifiers, Subject};
use crate::diagnostic::{Diagnostic, code};
use crate::entity::{EntityKind, name_key};
use crate::language::{Language, Tokens};
use crate::rule::{Rule, RuleSet, mistake, nearest};
use crate::source::{MappedText, SourceId, Span};
use crate::value::{Agreement, Period, Value, ValueKind, agree, canonical_role, read};

/// A pinned fact and where it stands in its file.
#[derive(Debug, Clone)]
pub struct PinnedFact {
    /// The claim.
    pub claim: Claim,
    /// Where the user took it from.
    pub origin: Option<String>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct RawFacts {
    #[serde(default)]
    fact: Vec<Spanned<RawFact>>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields, rename_all = "kebab-case")]
struct RawFact {
    entity: Spanned<String>,
    attribute: Spanned<String>,
    value: Spanned<String>,
    as_of: Option<Spanned<String>>,
    #[serde(default)]
    qualifiers: BTreeMap<Spanned<String>, String>,
    source: Option<String>,
}

/// Reads a facts file. Facts with mistakes are left out and told.
pub fn read_facts(source: SourceId, text: &str, rules: &RuleSet) -> (Vec<PinnedFact>, Vec<Diagnostic>) {
    let mut mistakes = Vec::new();
    let mut add = |span: Range<usize>, message: String, help: String| {
        mistakes.push(mistake(code::INVALID_CONFIG, source, span, message, help));
    };
    let raw: RawFacts = match toml::from_str(text) {
        Ok(raw) => raw,
        Err(error) => {
            let help = "a facts file holds [[fact]] tables with entity, attribute, value, as-of, qualifiers and source"
                .to_owned();
            add(error.span().unwrap_or(0..0), error.message().to_owned(), help);
            return (Vec::new(), mistakes);
        }
    };
    let facts = raw
        .fact
        .iter()
        .filter_map(|fact| pinned(fact, rules, &mut add))
        .collect();
    (facts, mistakes)
}

fn pinned(
    raw: &Spanned<RawFact>,
    rules: &RuleSet,
    add: &mut impl FnMut(Range<usize>, String, String),
) -> Option<PinnedFact> {
    let fact = raw.get_ref();
    let rule = rules
        .rules()
        .iter()
        .find(|rule| rule.attribute == *fact.attribute.get_ref());
    let Some(rule) = rule else {
        let known: Vec<&str> = rules.rules().iter().map(|rule| rule.attribute.as_str()).collect();
        let help = match nearest(fact.attribute.get_ref(), &known) {
            Some(near) => format!("did you mean \"{near}\"?"),
            None => "`factlint rules list` shows the attributes".to_owned(),
        };
        add(
            fact.attribute.span(),
            format!("no rule speaks of \"{}\"", fact.attribute.get_ref()),
            help,
        );
        return None;
    };
    for (word, text) in [("entity", &fact.entity), ("value", &fact.value)] {
        if text.get_ref().trim().is_empty() {
            add(
                text.span(),
                format!("`{word}` is empty"),
                "write it as an article would".to_owned(),
            );
            return None;
        }
    }
    let Some(value) = value_of(fact.value.get_ref(), rule) else {
        add(
            fact.value.span(),
            format!("\"{}\" is not a value of kind {}", fact.value.get_ref(), rule.value),
            "write it as an article would".to_owned(),
        );
        return None;
    };
    let mut qualifiers = Qualifiers::new();
    for (name, value) in &fact.qualifiers {
        match Qualifier::from_name(name.get_ref()) {
            Some(Qualifier::Event | Qualifier::Organization | Qualifier::Place) => {
                if let Some(qualifier) = Qualifier::from_name(name.get_ref()) {
                    qualifiers.insert(qualifier, name_key(value));
                }
            }
            Some(Qualifier::Role) => {
                qualifiers.insert(Qualifier::Role, canonical_role(value));
            }
            Some(qualifier) => {
                qualifiers.insert(qualifier, value.to_lowercase());
            }
            None => {
                let known = Qualifier::ALL.map(Qualifier::as_str);
                add(
                    name.span(),
                    format!("there is no qualifier \"{}\"", name.get_ref()),
                    format!("allowed: {}", known.join(", ")),
                );
            }
        }
    }
    let as_of = match &fact.as_of {
        None => None,
        Some(text) => {
            let period = period_of(text.get_ref());
            if period.is_none() {
                add(
                    text.span(),
                    format!("\"{}\" is not a day, a month or a year", text.get_ref()),
                    "write 2026-01-23, 2026-01 or 2026".to_owned(),
                );
            }
            period
        }
    };
    let inner = |span: Range<usize>| Span::new(span.start + 1, span.end.saturating_sub(1));
    Some(PinnedFact {
        claim: Claim {
            others: Vec::new(),
            subject: Subject {
                name: fact.entity.get_ref().clone(),
                kind: rule.subjects.first().copied().unwrap_or(EntityKind::Unknown),
            },
            attribute: rule.attribute.clone(),
            value,
            qualifiers,
            modality: Modality::Asserted,
            as_of,
            tells_change: false,
            is_over: false,
            elsewhen: false,
            alone: false,
            houses: Vec::new(),
            former: Vec::new(),
            rejected: Vec::new(),
            never: false,
            corrects: false,
            evidence: Evidence {
                sentence: inner(fact.value.span()),
                subject: Some(inner(fact.entity.span())),
                value: inner(fact.value.span()),
                index: 0,
                in_heading: false,
            },
            rule: rule.id.clone(),
            confidence: Certainty::High,
        },
        origin: fact.source.clone(),
    })
}

/// Whether a value written so in a facts file is read as that value.
pub fn reads_as(text: &str, rule: &Rule, value: &Value) -> bool {
    value_of(text, rule).is_some_and(|read| agree(&read, value, rule.tolerance) == Agreement::Agrees)
}

/// A fact as a facts file states it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct FactToPin {
    /// Of whom.
    pub entity: String,
    /// What.
    pub attribute: String,
    /// The value, as an article would write it.
    pub value: String,
    /// When it holds.
    pub as_of: Option<String>,
    /// What limits it, by name.
    pub qualifiers: BTreeMap<String, String>,
    /// Where it was taken from.
    pub source: Option<String>,
}

/// The text of a facts file with one more fact; comments and all else stay. A fact of the same entity,
/// attribute and qualifiers gives way, unless it is one that may change and is told for another day: then its
/// value comes with the text.
///
/// # Errors
///
/// Where the text is no TOML, with what is wrong.
pub fn with_fact(text: &str, fact: &FactToPin) -> Result<(String, Option<String>), String> {
    let mut file = parsed(text)?;
    let tables = facts_of(&mut file)?;
    let is_same = |table: &toml_edit::Table| {
        let told = |key: &str| table.get(key).and_then(toml_edit::Item::as_str).map(str::to_owned);
        speaks_of(table, &fact.entity, Some(&fact.attribute))
            && qualifiers_of(table) == fact.qualifiers
            && (told("as-of") == fact.as_of || told("as-of").is_none() || fact.as_of.is_none())
    };
    let same = tables.iter().position(is_same);
    let mut added = toml_edit::Table::new();
    let before = same.and_then(|at| tables.get(at)).map(|table| {
        let told = |key: &str| table.get(key).and_then(toml_edit::Item::as_str).unwrap_or_default();
        told("value").to_owned()
    });
    let table = same.and_then(|at| tables.get_mut(at)).unwrap_or(&mut added);
    put(table, "entity", Some(fact.entity.as_str().into()));
    put(table, "attribute", Some(fact.attribute.as_str().into()));
    put(table, "value", Some(fact.value.as_str().into()));
    put(table, "as-of", fact.as_of.as_deref().map(Into::into));
    let limits: toml_edit::InlineTable = fact
        .qualifiers
        .iter()
        .map(|(name, value)| (name.as_str(), value.as_str()))
        .collect();
    put(table, "qualifiers", (!limits.is_empty()).then(|| limits.into()));
    put(table, "source", fact.source.as_deref().map(Into::into));
    if same.is_none() {
        if !tables.is_empty() || !text.trim().is_empty() {
            added.decor_mut().set_prefix("\n");
        }
        tables.push(added);
    }
    Ok((file.to_string(), before.filter(|before| *before != fact.value)))
}

/// Sets a key, and leaves the comments around it; without a value, takes it away.
fn put(table: &mut toml_edit::Table, key: &str, value: Option<toml_edit::Value>) {
    match (value, table.get_mut(key).and_then(toml_edit::Item::as_value_mut)) {
        (Some(value), Some(old)) => {
            let decor = old.decor().clone();
            *old = value;
            *old.decor_mut() = decor;
        }
        (Some(value), None) => {
            table.insert(key, toml_edit::Item::Value(value));
        }
        (None, _) => {
            table.remove(key);
        }
    }
}

/// The text of a facts file without what it says of an entity, or of one attribute of it, or without one value
/// of that; and how many facts were taken away.
///
/// # Errors
///
/// Where the text is no TOML, with what is wrong.
pub fn without_facts(
    text: &str,
    entity: &str,
    attribute: Option<&str>,
    value: Option<&str>,
) -> Result<(String, usize), String> {
    let mut file = parsed(text)?;
    let tables = facts_of(&mut file)?;
    let before = tables.len();
    tables.retain(|table| {
        let stated = table.get("value").and_then(toml_edit::Item::as_str);
        !speaks_of(table, entity, attribute) || value.is_some() && stated != value
    });
    let gone = before - tables.len();
    Ok((file.to_string(), gone))
}

fn parsed(text: &str) -> Result<toml_edit::DocumentMut, String> {
    text.parse().map_err(|error: toml_edit::TomlError| error.to_string())
}

fn facts_of(file: &mut toml_edit::DocumentMut) -> Result<&mut toml_edit::ArrayOfTables, String> {
    file.entry("fact")
        .or_insert(toml_edit::Item::ArrayOfTables(toml_edit::ArrayOfTables::new()))
        .as_array_of_tables_mut()
        .ok_or_else(|| "`fact` is no list of [[fact]] tables".to_owned())
}

fn speaks_of(table: &toml_edit::Table, entity: &str, attribute: Option<&str>) -> bool {
    let told = |key: &str| table.get(key).and_then(toml_edit::Item::as_str);
    told("entity").is_some_and(|name| name_key(name) == name_key(entity))
        && attribute.is_none_or(|attribute| told("attribute") == Some(attribute))
}

fn qualifiers_of(table: &toml_edit::Table) -> BTreeMap<String, String> {
    let limits = table.get("qualifiers").and_then(toml_edit::Item::as_table_like);
    let pairs = limits.into_iter().flat_map(|limits| limits.iter());
    pairs
        .filter_map(|(name, value)| Some((name.to_owned(), value.as_str()?.to_owned())))
        .collect()
}

fn value_of(text: &str, rule: &Rule) -> Option<Value> {
    // As articles are read: through the view that makes one sign of all apostrophes and spaces.
    let view = MappedText::new(text);
    let text = view.as_str();
    match rule.value {
        ValueKind::Entity => return Some(Value::Entity(text.to_owned())),
        ValueKind::Place => return Some(Value::Place(text.to_owned())),
        ValueKind::Role => return Some(Value::Role(canonical_role(text))),
        ValueKind::Polarity => {
            return match text.to_lowercase().as_str() {
                "yes" | "oui" | "true" => Some(Value::Polarity(true)),
                "no" | "non" | "false" => Some(Value::Polarity(false)),
                _ => None,
            };
        }
        _ => {}
    }
    Language::ALL.into_iter().find_map(|language| {
        let tokens = Tokens::new(text);
        let found = read(&tokens, language, None).into_iter().find(|mention| {
            let nouns = match &mention.value {
                Value::Count(_, nouns) => nouns.len(),
                _ => 0,
            };
            mention.tokens.start == 0 && mention.tokens.end + nouns >= tokens.len()
        })?;
        match (rule.value, found.value) {
            (ValueKind::Count, Value::Number(amount)) => Some(Value::Count(amount, Vec::new())),
            (ValueKind::Age, Value::Duration(duration)) => Some(Value::Age(duration)),
            (ValueKind::Duration, Value::Age(duration)) => Some(Value::Duration(duration)),
            (kind, value) => value.told_as(kind),
        }
    })
}

/// `2026-01-23`, `2026-01` or `2026`.
pub fn period_of(text: &str) -> Option<Period> {
    if let Ok(day) = text.parse() {
        return Some(Period::day(day));
    }
    match text.split_once('-') {
        Some((year, month)) => Period::month(year.parse().ok()?, month.parse().ok()?),
        None => Period::year(text.parse().ok()?),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn fact(value: &str) -> FactToPin {
        FactToPin {
            entity: "Orée Énergie".into(),
            attribute: "funding-amount".into(),
            value: value.into(),
            as_of: Some("2026-01-29".into()),
            qualifiers: BTreeMap::from([("round".into(), "series a".into())]),
            source: None,
        }
    }

    #[test]
    fn facts_are_added_replaced_and_taken_away_and_comments_stay() {
        let text = "# ours\n[[fact]] # kept\nentity = \"Tarnholm\"\nattribute = \"seat\"\nvalue = \"Oslo\"\n";
        let (one, before) = with_fact(text, &fact("350 M€")).expect("TOML");
        assert_eq!(before, None);
        assert!(one.starts_with(text), "{one}");
        assert_eq!(one.matches("[[fact]]").count(), 2);
        let (two, before) = with_fact(&one, &fact("400 M€")).expect("TOML");
        assert_eq!(before.as_deref(), Some("350 M€"));
        assert_eq!(two, one.replace("350", "400"));
        let (left, gone) = without_facts(&two, "oree energie", None, None).expect("TOML");
        assert_eq!((left.as_str(), gone), (text, 1));
        assert!(with_fact("[[fact]\n", &fact("1 €")).is_err());
    }
}
