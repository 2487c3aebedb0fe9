//! Rules: which words link an attribute to a value. Rules are data; this room reads and checks them.

mod builtin;
mod checked;
mod heading;
mod mistake;
mod pattern;
mod raw;
mod set;
mod spanned;
mod trigger;
mod vocabulary;

pub use builtin::builtin_files;
pub(crate) use checked::tolerance as tolerance_of;
pub use heading::{HeadingHit, Headings};
pub(crate) use mistake::{mistake, nearest, parse_all, unknown_key};
pub use pattern::{Needs, Pattern, Slot, SlotClass};
pub use raw::{RuleFile, read_rules, rule_schema};
pub use set::{Examples, Override, RuleSet};
pub use trigger::{TriggerHit, Triggers};
pub use vocabulary::{PatternId, Vocabulary};

use crate::claim::Qualifier;
use crate::diagnostic::Severity;
use crate::entity::EntityKind;
use crate::language::{Language, StemPhrases};
use crate::value::{Dimension, Tolerance, ValueKind};

/// Whether an attribute may have several values at once.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Cardinality {
    /// One value at a time: two may contradict.
    Single,
    /// Several: they contradict only where one is denied.
    Many,
}

/// Whether a value may change.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Persistence {
    /// Never, once true.
    Fixed,
    /// Holds at a time; two claims are compared when at most so many days lie between them.
    Current {
        /// Days within which two claims must agree.
        stable_for: i32,
    },
}

/// How a rule finds its value where no exact pattern does.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Frame {
    /// A trigger stands near a value, and grammar finds the subject.
    Value,
    /// Somebody has a title in a house.
    Office,
    /// What no other rule covers, by its noun and its verb.
    Open,
}

/// What the author of a rule expects of an example.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Verdict {
    /// An error.
    Contradiction,
    /// A warning.
    Warning,
    /// Silence.
    Consistent,
}

impl Verdict {
    /// The word in rule files.
    pub fn as_str(self) -> &'static str {
        match self {
            Verdict::Contradiction => "contradiction",
            Verdict::Warning => "warning",
            Verdict::Consistent => "consistent",
        }
    }
}

/// A small case that shows what a rule does.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Example {
    /// What the repository says.
    pub established: String,
    /// What the change says.
    pub change: String,
    /// What factlint must say.
    pub verdict: Verdict,
    /// The day of the established text, ISO 8601.
    pub established_date: Option<String>,
    /// The day of the changed text, ISO 8601.
    pub change_date: Option<String>,
}

/// What an attribute is called in each language of reports.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct AttributeName {
    /// In English.
    pub english: String,
    /// In French.
    pub french: String,
}

/// A checked rule.
#[derive(Debug)]
pub struct Rule {
    /// Its id, the name of its file.
    pub id: String,
    /// One line: what it compares.
    pub summary: String,
    /// Why two different values are a mistake.
    pub why: String,
    /// The attribute of its claims.
    pub attribute: String,
    /// What reports call the attribute.
    pub name: AttributeName,
    /// The kinds of entity that it speaks of; empty for any.
    pub subjects: Vec<EntityKind>,
    /// The kind of its values.
    pub value: ValueKind,
    /// For quantities: what is measured.
    pub unit: Option<Dimension>,
    /// For entity values: the kind; none for any.
    pub entity: Option<EntityKind>,
    /// For counts: what is counted, in the singular, by language.
    pub nouns: Vec<(Language, Vec<String>)>,
    /// The first of them as it is written, for figures that stand alone below a heading.
    pub noun_words: Vec<(Language, String)>,
    /// Whether "none" and "nobody" are a count of zero for it.
    pub takes_none: bool,
    /// Whether an attribute may have several values.
    pub cardinality: Cardinality,
    /// Whether its value may change.
    pub persistence: Persistence,
    /// Qualifiers that make two claims different things.
    pub distinguish_by: Vec<Qualifier>,
    /// What is added to the widening that wording implies.
    pub tolerance: Tolerance,
    /// For ages, durations, anniversaries and offices: the attribute of the date from which the value counts.
    pub counts_from: Option<String>,
    /// The gravest that it may say.
    pub severity: Severity,
    /// Whether it is used.
    pub enabled: bool,
    /// Whether the user wrote it: then it goes before the built-in ones.
    pub is_own: bool,
    /// How it finds its value.
    pub frame: Frame,
    /// The words of its frame, by language.
    pub triggers: StemPhrases,
    /// Verbs whose object is what the rule speaks of, by language.
    pub acts_on: StemPhrases,
    /// Words that make the value a negative one ("perte", "down"), by language.
    pub minus: StemPhrases,
    /// Keys and headings of columns that name the attribute, by language.
    pub headings: Vec<(Language, Vec<String>)>,
    /// Words that forbid a claim, by language.
    pub not: StemPhrases,
    /// Exact patterns.
    pub patterns: Vec<Pattern>,
    /// Its examples.
    pub examples: Vec<Example>,
}

impl Rule {
    /// Whether the rule speaks of entities of that kind.
    pub fn takes_subject(&self, kind: EntityKind) -> bool {
        self.subjects.is_empty() || self.subjects.iter().any(|wanted| wanted.fits(kind))
    }

    /// Whether the rule names that kind itself, not only by accepting what is unknown.
    pub fn wants_subject(&self, kind: EntityKind) -> bool {
        self.subjects.is_empty() || self.subjects.contains(&kind)
    }

    /// What is counted, in the singular, in that language.
    pub fn counted(&self, language: Language) -> &[String] {
        of_language(&self.nouns, language)
    }
}

fn of_language<T>(lists: &[(Language, Vec<T>)], language: Language) -> &[T] {
    lists
        .iter()
        .find(|(of, _)| *of == language)
        .map_or(&[], |(_, list)| list.as_slice())
}
