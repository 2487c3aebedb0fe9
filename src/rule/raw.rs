//! From the TOML of a rule file to a checked [`Rule`]. Every mistake is found at once, with its place.

use std::ops::Range;

use rust_decimal::Decimal;
use schemars::generate::{SchemaGenerator, SchemaSettings};
use schemars::{JsonSchema, Schema, json_schema};
use serde::Deserialize;
use toml::Spanned;

use super::{Cardinality, Example, Frame, Pattern, Persistence, Rule, Verdict};
use crate::claim::Qualifier;
use crate::diagnostic::{Code, Confidence, Diagnostic, Fingerprint, Label, Severity, Side, code};
use crate::entity::EntityKind;
use crate::language::{Language, StemPhrases, counted_noun};
use crate::source::{Location, SourceId, Span};
use crate::value::{Dimension, Tolerance, ValueKind};

/// A rule file: what it is called and what it holds.
#[derive(Debug, Clone, Copy)]
pub struct RuleFile<'t> {
    /// The id that the file's name gives.
    pub id: &'t str,
    /// Where its text is kept.
    pub source: SourceId,
    /// The text.
    pub text: &'t str,
}

/// Reads a rule file. A file with mistakes gives no rule, and every mistake as a diagnostic.
///
/// `base` is the built-in rule of the same id: keys that the file leaves out are taken from it.
pub fn read_rules(file: RuleFile<'_>, base: Option<&str>) -> (Option<Rule>, Vec<Diagnostic>) {
    let mut mistakes = Mistakes::new(file);
    let read = parse_all::<RawRule>(file.text, |span, message| match unknown_key(message, &KEYS) {
        Some((message, help)) => mistakes.add(span, message, help),
        None => mistakes.add(span, message.to_owned(), "mend this line".to_owned()),
    });
    let Some(raw) = read else { return (None, mistakes.found) };
    let raw = match base.and_then(|base| toml::from_str::<RawRule>(base).ok()) {
        Some(base) => raw.over(base),
        None => raw,
    };
    let rule = checked(raw, file, &mut mistakes);
    if mistakes.found.is_empty() {
        (rule, Vec::new())
    } else {
        (None, mistakes.found)
    }
}

const KEYS: [&str; 24] = [
    "id",
    "summary",
    "why",
    "attribute",
    "subject",
    "value",
    "unit",
    "entity",
    "nouns",
    "cardinality",
    "persistence",
    "stable-for",
    "distinguish-by",
    "tolerance",
    "severity",
    "enabled",
    "frame",
    "triggers",
    "acts-on",
    "minus",
    "headings",
    "patterns",
    "not",
    "example",
];

/// A rule of factlint: which words state a thing, what kind of value it has, and when two values
/// contradict each other.
#[derive(Deserialize, JsonSchema)]
#[serde(deny_unknown_fields, rename_all = "kebab-case")]
struct RawRule {
    /// The name of the rule, and of its file.
    #[schemars(with = "String")]
    id: Option<Spanned<String>>,
    /// One line: what the rule compares.
    #[schemars(with = "Option<String>")]
    summary: Option<Spanned<String>>,
    /// Why two different values are a mistake.
    #[schemars(with = "Option<String>")]
    why: Option<Spanned<String>>,
    /// What the claims are called; two rules with one attribute feed one comparison.
    #[schemars(with = "Option<String>")]
    attribute: Option<Spanned<String>>,
    /// Whom the rule speaks of: person, organization, place, work or any, or a list of them.
    #[schemars(with = "Option<OneOrMany>")]
    subject: Option<Spanned<OneOrMany>>,
    /// The kind of value.
    #[schemars(with = "Option<String>", extend("enum" = ValueKind::ALL.map(ValueKind::as_str)))]
    value: Option<Spanned<String>>,
    /// For quantities: what is measured.
    #[schemars(with = "Option<String>", extend("enum" = Dimension::ALL.map(Dimension::as_str)))]
    unit: Option<Spanned<String>>,
    /// For names: what the value is.
    #[schemars(with = "Option<String>", extend("enum" = ["person", "organization", "place", "work", "any"]))]
    entity: Option<Spanned<String>>,
    /// For counts: what is counted, in the singular.
    #[schemars(with = "Option<ByLanguage>")]
    nouns: Option<Spanned<ByLanguage>>,
    /// One value at a time, or several, of which only a denial contradicts.
    #[schemars(with = "Option<String>", extend("enum" = ["single", "many"]))]
    cardinality: Option<Spanned<String>>,
    /// Never changes once true, or holds at a time and may change.
    #[schemars(with = "Option<String>", extend("enum" = ["fixed", "current"]))]
    persistence: Option<Spanned<String>>,
    /// For current: how far apart in time two claims may be and must still agree ("90 days").
    #[schemars(with = "Option<String>")]
    stable_for: Option<Spanned<String>>,
    /// What tells two things apart.
    #[schemars(
        with = "Option<Vec<String>>",
        extend("items" = serde_json::json!({"type": "string", "enum": Qualifier::ALL.map(Qualifier::as_str)}))
    )]
    distinguish_by: Option<Vec<Spanned<String>>>,
    /// How far two values may differ: a share ("1%"), days ("2 days") or an amount ("500").
    #[schemars(with = "Option<String>")]
    tolerance: Option<Spanned<String>>,
    /// The most that a finding can be.
    #[schemars(with = "Option<String>", extend("enum" = ["error", "warning", "note"]))]
    severity: Option<Spanned<String>>,
    /// Whether the rule is used.
    enabled: Option<bool>,
    /// How the value is found: near a trigger, as somebody's office, or wherever no rule finds it.
    #[schemars(with = "Option<String>", extend("enum" = ["value", "office", "open"]))]
    frame: Option<Spanned<String>>,
    /// Words that announce the value, in any inflection.
    #[schemars(with = "Option<ByLanguage>")]
    triggers: Option<Spanned<ByLanguage>>,
    /// Verbs whose object is what the rule speaks of, in any inflection.
    #[schemars(with = "Option<ByLanguage>")]
    acts_on: Option<Spanned<ByLanguage>>,
    /// Words beside the value that put a minus before it.
    #[schemars(with = "Option<ByLanguage>")]
    minus: Option<Spanned<ByLanguage>>,
    /// Keys and headings of columns that name the attribute by themselves.
    headings: Option<ByLanguage>,
    /// Exact wordings: regular expressions with slots such as {subject} and {value}.
    #[schemars(with = "Option<Vec<String>>")]
    patterns: Option<Vec<Spanned<String>>>,
    /// Words whose presence in the clause forbids the claim.
    #[schemars(with = "Option<ByLanguage>")]
    not: Option<Spanned<ByLanguage>>,
    /// Small cases that show what the rule does.
    #[serde(default)]
    #[schemars(with = "Vec<RawExample>")]
    example: Vec<Spanned<RawExample>>,
}

/// The JSON Schema (draft 7) of a rule file.
pub fn rule_schema() -> serde_json::Value {
    SchemaSettings::draft07()
        .into_generator()
        .into_root_schema_for::<RawRule>()
        .into()
}

impl RawRule {
    fn over(self, base: RawRule) -> RawRule {
        RawRule {
            id: self.id.or(base.id),
            summary: self.summary.or(base.summary),
            why: self.why.or(base.why),
            attribute: self.attribute.or(base.attribute),
            subject: self.subject.or(base.subject),
            value: self.value.or(base.value),
            unit: self.unit.or(base.unit),
            entity: self.entity.or(base.entity),
            nouns: self.nouns.or(base.nouns),
            cardinality: self.cardinality.or(base.cardinality),
            persistence: self.persistence.or(base.persistence),
            stable_for: self.stable_for.or(base.stable_for),
            distinguish_by: self.distinguish_by.or(base.distinguish_by),
            tolerance: self.tolerance.or(base.tolerance),
            severity: self.severity.or(base.severity),
            enabled: self.enabled.or(base.enabled),
            frame: self.frame.or(base.frame),
            triggers: self.triggers.or(base.triggers),
            acts_on: self.acts_on.or(base.acts_on),
            minus: self.minus.or(base.minus),
            headings: self.headings.or(base.headings),
            patterns: self.patterns.or(base.patterns),
            not: self.not.or(base.not),
            example: if self.example.is_empty() {
                base.example
            } else {
                self.example
            },
        }
    }
}

/// A string or a list of strings, read by hand so that a mistake names the key.
struct OneOrMany(Vec<String>);

impl JsonSchema for OneOrMany {
    fn schema_name() -> std::borrow::Cow<'static, str> {
        "OneOrMany".into()
    }

    fn json_schema(_: &mut SchemaGenerator) -> Schema {
        json_schema!({"anyOf": [{"type": "string"}, {"type": "array", "items": {"type": "string"}}]})
    }
}

impl<'de> Deserialize<'de> for OneOrMany {
    fn deserialize<D: serde::Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        struct Visitor;
        impl<'de> serde::de::Visitor<'de> for Visitor {
            type Value = OneOrMany;

            fn expecting(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
                f.write_str("a string or a list of strings")
            }

            fn visit_str<E: serde::de::Error>(self, one: &str) -> Result<OneOrMany, E> {
                Ok(OneOrMany(vec![one.to_owned()]))
            }

            fn visit_seq<A: serde::de::SeqAccess<'de>>(self, mut list: A) -> Result<OneOrMany, A::Error> {
                let mut many = Vec::new();
                while let Some(one) = list.next_element()? {
                    many.push(one);
                }
                Ok(OneOrMany(many))
            }
        }
        deserializer.deserialize_any(Visitor)
    }
}

/// Words by language.
#[derive(Deserialize, Default, JsonSchema)]
#[serde(deny_unknown_fields)]
struct ByLanguage {
    /// French.
    fr: Option<Vec<String>>,
    /// English.
    en: Option<Vec<String>>,
}

/// A small case.
#[derive(Deserialize, JsonSchema)]
#[serde(deny_unknown_fields, rename_all = "kebab-case")]
struct RawExample {
    /// What the repository says.
    established: String,
    /// What the change says.
    change: String,
    /// What factlint must say.
    #[schemars(extend("enum" = ["contradiction", "warning", "consistent"]))]
    verdict: String,
    /// The day of the established text, ISO 8601.
    established_date: Option<String>,
    /// The day of the changed text, ISO 8601.
    change_date: Option<String>,
}

fn checked(raw: RawRule, file: RuleFile<'_>, mistakes: &mut Mistakes<'_>) -> Option<Rule> {
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
    Some(Rule {
        attribute: raw.attribute.map_or_else(|| id.clone(), Spanned::into_inner),
        id,
        summary,
        why: raw.why.map(Spanned::into_inner).unwrap_or_default(),
        subjects,
        value: kind,
        unit,
        entity,
        nouns,
        noun_words,
        cardinality,
        persistence,
        distinguish_by,
        tolerance,
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

fn subjects(list: &Spanned<OneOrMany>, mistakes: &mut Mistakes<'_>) -> Vec<EntityKind> {
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

fn example(raw: &Spanned<RawExample>, mistakes: &mut Mistakes<'_>) -> Option<Example> {
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

/// Parses TOML; after a mistake in a key or its value, blanks that line and goes on, so that
/// every such mistake is found at once. A mistake in the syntax itself ends the search.
/// Gives what could be read.
pub(crate) fn parse_all<T: serde::de::DeserializeOwned>(
    text: &str,
    mut found: impl FnMut(Range<usize>, &str),
) -> Option<T> {
    let is_toml = text.parse::<toml::Table>().is_ok();
    let mut rest = text.to_owned();
    for _ in 0..32 {
        match toml::from_str(&rest) {
            Ok(read) => return Some(read),
            Err(error) => {
                let span = error.span().unwrap_or(0..0);
                found(span.clone(), error.message());
                let start = rest[..span.start.min(rest.len())].rfind('\n').map_or(0, |at| at + 1);
                let end = rest[start..].find('\n').map_or(rest.len(), |length| start + length);
                let line = rest.get(start..end).unwrap_or_default();
                if !is_toml || line.trim().is_empty() {
                    return None;
                }
                let blank: String = line.bytes().map(|_| ' ').collect();
                rest.replace_range(start..end, &blank);
                if rest.parse::<toml::Table>().is_err() {
                    return None;
                }
            }
        }
    }
    None
}

/// What to do about a key that is not known, by the parser's message ("unknown field `x`, …").
pub(crate) fn unknown_key(message: &str, known: &[&str]) -> Option<(String, String)> {
    let key = message.strip_prefix("unknown field `")?.split('`').next()?;
    let help = match nearest(key, known) {
        Some(near) => format!("did you mean `{near}`?"),
        None => format!("remove it; the keys are {}", known.join(", ")),
    };
    Some((format!("unknown key `{key}`"), help))
}

struct Mistakes<'t> {
    file: RuleFile<'t>,
    found: Vec<Diagnostic>,
}

impl<'t> Mistakes<'t> {
    fn new(file: RuleFile<'t>) -> Self {
        Self {
            file,
            found: Vec::new(),
        }
    }

    fn add(&mut self, span: Range<usize>, message: String, help: String) {
        self.found
            .push(mistake(code::INVALID_RULE, self.file.source, span, message, help));
    }

    fn not_among(&mut self, word: &Spanned<String>, key: &str, allowed: &[&str]) {
        let nearest = nearest(word.get_ref(), allowed);
        let help = match nearest {
            Some(nearest) => format!("did you mean \"{nearest}\"? Allowed: {}", allowed.join(", ")),
            None => format!("allowed: {}", allowed.join(", ")),
        };
        self.add(word.span(), format!("`{key}` cannot be \"{}\"", word.get_ref()), help);
    }
}

/// The allowed word that is most like a misspelled one.
pub(crate) fn nearest<'w>(word: &str, allowed: &[&'w str]) -> Option<&'w str> {
    allowed
        .iter()
        .map(|candidate| (strsim::jaro_winkler(word, candidate), *candidate))
        .filter(|(likeness, _)| *likeness > 0.78)
        .max_by(|a, b| a.0.total_cmp(&b.0))
        .map(|(_, candidate)| candidate)
}

/// A diagnostic about a file that the user wrote.
pub(crate) fn mistake(code: &str, source: SourceId, span: Range<usize>, message: String, help: String) -> Diagnostic {
    let location = Location {
        source,
        span: Span::new(span.start, span.end),
    };
    let fingerprint = Fingerprint::new(code, "", &mut [message.clone()]);
    Diagnostic {
        code: Code::new(code),
        severity: Severity::Error,
        confidence: Confidence::High,
        message,
        entity: None,
        attribute: None,
        claim: Side {
            label: Label {
                location,
                message: String::new(),
            },
            sentence: location,
            value: String::new(),
            modality: "asserted",
            as_of: None,
            introduced: None,
        },
        established: Vec::new(),
        notes: Vec::new(),
        help,
        fingerprint,
    }
}
