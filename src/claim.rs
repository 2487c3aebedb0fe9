//! What a document states: (entity, attribute, value, qualifiers, modality), with its evidence.

use std::collections::BTreeMap;
use std::fmt;

use crate::entity::EntityKind;
use crate::source::Span;
use crate::value::{Period, Value};

/// How a claim is said.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Modality {
    /// Flatly, or by a named and responsible source.
    Asserted,
    /// With doubt: a conditional, "reportedly".
    Hedged,
    /// By a source without a name.
    Attributed,
    /// As something to come.
    Planned,
    /// As not being so.
    Denied,
}

impl Modality {
    /// The word used in JSON.
    pub fn as_str(self) -> &'static str {
        match self {
            Modality::Asserted => "asserted",
            Modality::Hedged => "hedged",
            Modality::Attributed => "attributed",
            Modality::Planned => "planned",
            Modality::Denied => "denied",
        }
    }
}

impl fmt::Display for Modality {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.as_str())
    }
}

/// What limits a claim.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Qualifier {
    /// A funding round.
    Round,
    /// A year or fiscal year.
    Year,
    /// A part of a year.
    Period,
    /// An event, an award, a competition.
    Event,
    /// A town, site or country.
    Place,
    /// A part of a total.
    Part,
    /// The unit of sale ("a tonne").
    Per,
    /// A rank in a series.
    Ordinal,
    /// A version or kind.
    Variant,
    /// The organisation that a person's claim is about.
    Organization,
    /// The post that a person's claim is about.
    Role,
    /// What an open claim says is done.
    Verb,
}

impl Qualifier {
    /// All qualifiers.
    pub const ALL: [Qualifier; 12] = [
        Qualifier::Round,
        Qualifier::Year,
        Qualifier::Period,
        Qualifier::Event,
        Qualifier::Place,
        Qualifier::Part,
        Qualifier::Per,
        Qualifier::Ordinal,
        Qualifier::Variant,
        Qualifier::Organization,
        Qualifier::Role,
        Qualifier::Verb,
    ];

    /// The name in rules, JSON and TOML.
    pub fn as_str(self) -> &'static str {
        match self {
            Qualifier::Round => "round",
            Qualifier::Year => "year",
            Qualifier::Period => "period",
            Qualifier::Event => "event",
            Qualifier::Place => "place",
            Qualifier::Part => "part",
            Qualifier::Per => "per",
            Qualifier::Ordinal => "ordinal",
            Qualifier::Variant => "variant",
            Qualifier::Organization => "organization",
            Qualifier::Role => "role",
            Qualifier::Verb => "verb",
        }
    }

    /// The qualifier of that name.
    pub fn from_name(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|qualifier| qualifier.as_str() == name)
    }
}

/// What limits a claim, by name. Values are canonical: a folded name, a year, a round.
pub type Qualifiers = BTreeMap<Qualifier, String>;

/// The entity that a claim is about, as its document knows it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Subject {
    /// The fullest name in the document.
    pub name: String,
    /// What it is.
    pub kind: EntityKind,
}

/// Where a document states a claim; bytes as stored.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub struct Evidence {
    /// The sentence.
    pub sentence: Span,
    /// The words that name the subject, where they stand in the sentence.
    pub subject: Option<Span>,
    /// The words that state the value.
    pub value: Span,
    /// The number of the sentence in its document, from 0.
    pub index: usize,
    /// Whether it is a heading, which sums up what stands below.
    pub in_heading: bool,
}

/// How surely a claim was read. Ordered: `Low < Medium < High`.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Certainty {
    /// The subject or the attribute was guessed from afar.
    Low,
    /// Found by a frame, with a subject carried over from another sentence.
    Medium,
    /// Found by an exact pattern, or by a frame with its subject in the clause.
    High,
}

/// One statement of a document.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Claim {
    /// What it is about.
    pub subject: Subject,
    /// The names of whom else the document may speak of here.
    pub others: Vec<String>,
    /// Where it does not say of which house it is: those that the document speaks of here.
    pub houses: Vec<String>,
    /// What is said of it; the attribute of a rule.
    pub attribute: String,
    /// What it is said to be.
    pub value: Value,
    /// What limits it.
    pub qualifiers: Qualifiers,
    /// How it is said.
    pub modality: Modality,
    /// The time that the clause states; the document's date is bound at comparison.
    pub as_of: Option<Period>,
    /// Whether the sentence tells that something changed (a handover, a move, an increase).
    pub tells_change: bool,
    /// Whether it tells of something that is over, and so never changes again.
    pub is_over: bool,
    /// Whether it holds at another time than that of its document, and does not say which ("when she
    /// took over").
    pub elsewhen: bool,
    /// Whether it names the only one of its kind ("founded alone by", "sole founder").
    pub alone: bool,
    /// Whether it is denied for all time before ("never").
    pub never: bool,
    /// Whether the sentence corrects an earlier statement on purpose.
    pub corrects: bool,
    /// Values that the sentence names as those of before ("340, contre 210").
    pub former: Vec<Value>,
    /// Values that the article names as wrong ("32, et non 40", "an earlier version said 40").
    pub rejected: Vec<Value>,
    /// Where it stands.
    pub evidence: Evidence,
    /// Which rule read it.
    pub rule: String,
    /// How surely it was read.
    pub confidence: Certainty,
}

impl Claim {
    /// Whether another version of the document states the same, wherever it stands.
    pub fn same_statement(&self, other: &Claim) -> bool {
        self.attribute == other.attribute
            && self.subject == other.subject
            && self.value == other.value
            && self.qualifiers == other.qualifiers
            && self.modality == other.modality
            && self.as_of == other.as_of
            && self.elsewhen == other.elsewhen
            && self.never == other.never
            && self.corrects == other.corrects
    }
}
