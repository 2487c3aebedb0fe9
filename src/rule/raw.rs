//! The TOML of a rule file as it is written, and its schema.

use super::Rule;
use super::checked::checked;
use super::mistake::{Mistakes, parse_all, unknown_key};
use super::spanned::Spanned;
use crate::claim::Qualifier;
use crate::diagnostic::Diagnostic;
use crate::source::SourceId;
use crate::value::{Dimension, ValueKind};
use schemars::generate::{SchemaGenerator, SchemaSettings};
use schemars::{JsonSchema, Schema, json_schema};
use serde::Deserialize;

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
    let mut mistakes = Mistakes::new(file.source);
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

/// Reads a rule that is part of the program, without its examples, from what the build script made of it.
pub(super) fn read_baked(id: &str, bytes: &[u8]) -> (Option<Rule>, Vec<Diagnostic>) {
    let file = RuleFile {
        id,
        source: SourceId::BUILT_IN,
        text: "",
    };
    let mut mistakes = Mistakes::new(file.source);
    match rmp_serde::from_slice::<RawRule>(bytes) {
        Ok(raw) => {
            let rule = checked(raw, file, &mut mistakes);
            (rule, mistakes.found)
        }
        Err(error) => {
            mistakes.add(0..0, error.to_string(), "mend the rule".to_owned());
            (None, mistakes.found)
        }
    }
}

const KEYS: [&str; 27] = [
    "id",
    "summary",
    "why",
    "attribute",
    "name",
    "subject",
    "value",
    "unit",
    "entity",
    "nouns",
    "takes-none",
    "cardinality",
    "persistence",
    "stable-for",
    "distinguish-by",
    "tolerance",
    "counts-from",
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
pub(super) struct RawRule {
    /// The name of the rule, and of its file.
    #[schemars(with = "String")]
    pub(super) id: Option<Spanned<String>>,
    /// One line: what the rule compares.
    #[schemars(with = "Option<String>")]
    pub(super) summary: Option<Spanned<String>>,
    /// Why two different values are a mistake.
    #[schemars(with = "Option<String>")]
    pub(super) why: Option<Spanned<String>>,
    /// What the claims are called; two rules with one attribute feed one comparison.
    #[schemars(with = "Option<String>")]
    pub(super) attribute: Option<Spanned<String>>,
    /// What reports call the attribute, by language; else its id.
    pub(super) name: Option<Names>,
    /// Whom the rule speaks of: person, organization, place, work or any, or a list of them.
    #[schemars(with = "Option<OneOrMany>")]
    pub(super) subject: Option<Spanned<OneOrMany>>,
    /// The kind of value.
    #[schemars(with = "Option<String>", extend("enum" = ValueKind::ALL.map(ValueKind::as_str)))]
    pub(super) value: Option<Spanned<String>>,
    /// For quantities: what is measured.
    #[schemars(with = "Option<String>", extend("enum" = Dimension::ALL.map(Dimension::as_str)))]
    pub(super) unit: Option<Spanned<String>>,
    /// For names: what the value is.
    #[schemars(with = "Option<String>", extend("enum" = ["person", "organization", "place", "work", "any"]))]
    pub(super) entity: Option<Spanned<String>>,
    /// For counts: what is counted, in the singular.
    #[schemars(with = "Option<ByLanguage>")]
    pub(super) nouns: Option<Spanned<ByLanguage>>,
    /// For counts: whether "no deaths" and "nobody" are a count of zero for it.
    pub(super) takes_none: Option<bool>,
    /// One value at a time, or several, of which only a denial contradicts.
    #[schemars(with = "Option<String>", extend("enum" = ["single", "many"]))]
    pub(super) cardinality: Option<Spanned<String>>,
    /// Never changes once true, or holds at a time and may change.
    #[schemars(with = "Option<String>", extend("enum" = ["fixed", "current"]))]
    pub(super) persistence: Option<Spanned<String>>,
    /// For current: how far apart in time two claims may be and must still agree ("90 days").
    #[schemars(with = "Option<String>")]
    pub(super) stable_for: Option<Spanned<String>>,
    /// What tells two things apart.
    #[schemars(
        with = "Option<Vec<String>>",
        extend("items" = serde_json::json!({"type": "string", "enum": Qualifier::ALL.map(Qualifier::as_str)}))
    )]
    pub(super) distinguish_by: Option<Vec<Spanned<String>>>,
    /// How far two values may differ: a share ("1%"), days ("2 days") or an amount ("500").
    #[schemars(with = "Option<String>")]
    pub(super) tolerance: Option<Spanned<String>>,
    /// For ages, durations, anniversaries and offices: the attribute of the date from which the value counts, so that the one
    /// can be held against the other.
    #[schemars(with = "Option<String>")]
    pub(super) counts_from: Option<Spanned<String>>,
    /// The most that a finding can be.
    #[schemars(with = "Option<String>", extend("enum" = ["error", "warning", "note"]))]
    pub(super) severity: Option<Spanned<String>>,
    /// Whether the rule is used.
    pub(super) enabled: Option<bool>,
    /// How the value is found: near a trigger, as somebody's office, or wherever no rule finds it.
    #[schemars(with = "Option<String>", extend("enum" = ["value", "office", "open"]))]
    pub(super) frame: Option<Spanned<String>>,
    /// Words that announce the value, in any inflection.
    #[schemars(with = "Option<ByLanguage>")]
    pub(super) triggers: Option<Spanned<ByLanguage>>,
    /// Verbs whose object is what the rule speaks of, in any inflection.
    #[schemars(with = "Option<ByLanguage>")]
    pub(super) acts_on: Option<Spanned<ByLanguage>>,
    /// Words beside the value that put a minus before it.
    #[schemars(with = "Option<ByLanguage>")]
    pub(super) minus: Option<Spanned<ByLanguage>>,
    /// Keys and headings of columns that name the attribute by themselves.
    pub(super) headings: Option<ByLanguage>,
    /// Exact wordings: regular expressions with slots such as {subject} and {value}.
    #[schemars(with = "Option<Vec<String>>")]
    pub(super) patterns: Option<Vec<Spanned<String>>>,
    /// Words whose presence in the clause forbids the claim.
    #[schemars(with = "Option<ByLanguage>")]
    pub(super) not: Option<Spanned<ByLanguage>>,
    /// Small cases that show what the rule does.
    #[serde(default)]
    #[schemars(with = "Vec<RawExample>")]
    pub(super) example: Vec<Spanned<RawExample>>,
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
            name: self.name.or(base.name),
            subject: self.subject.or(base.subject),
            value: self.value.or(base.value),
            unit: self.unit.or(base.unit),
            entity: self.entity.or(base.entity),
            nouns: self.nouns.or(base.nouns),
            takes_none: self.takes_none.or(base.takes_none),
            cardinality: self.cardinality.or(base.cardinality),
            persistence: self.persistence.or(base.persistence),
            stable_for: self.stable_for.or(base.stable_for),
            distinguish_by: self.distinguish_by.or(base.distinguish_by),
            tolerance: self.tolerance.or(base.tolerance),
            counts_from: self.counts_from.or(base.counts_from),
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
pub(super) struct OneOrMany(pub(super) Vec<String>);

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

/// A name by language.
#[derive(Deserialize, Default, JsonSchema)]
#[serde(deny_unknown_fields)]
pub(super) struct Names {
    /// French.
    pub(super) fr: Option<String>,
    /// English.
    pub(super) en: Option<String>,
}

/// Words by language.
#[derive(Deserialize, Default, JsonSchema)]
#[serde(deny_unknown_fields)]
pub(super) struct ByLanguage {
    /// French.
    pub(super) fr: Option<Vec<String>>,
    /// English.
    pub(super) en: Option<Vec<String>>,
}

/// A small case.
#[derive(Deserialize, JsonSchema)]
#[serde(deny_unknown_fields, rename_all = "kebab-case")]
pub(super) struct RawExample {
    /// What the repository says.
    pub(super) established: String,
    /// What the change says.
    pub(super) change: String,
    /// What factlint must say.
    #[schemars(extend("enum" = ["contradiction", "warning", "consistent"]))]
    pub(super) verdict: String,
    /// The day of the established text, ISO 8601.
    pub(super) established_date: Option<String>,
    /// The day of the changed text, ISO 8601.
    pub(super) change_date: Option<String>,
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_keys_are_those_of_the_schema() {
        let schema = rule_schema();
        let mut known: Vec<&str> = KEYS.to_vec();
        known.sort_unstable();
        let properties = schema["properties"].as_object().expect("a rule has keys");
        assert_eq!(known, properties.keys().map(String::as_str).collect::<Vec<_>>());
    }
}
