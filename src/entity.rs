//! Whom and what a text speaks of, found without a dictionary.
//!
//! [`names_in`] finds names in a sentence, [`Cast`] gathers those of one document into entities,
//! [`mentions_in`] adds descriptions and pronouns, [`clauses`] tells whom each clause speaks of,
//! [`Focus`] finds whom descriptions and pronouns stand for, and [`Directory`] says which entities
//! of different documents are one.

mod acronym;
mod alike;
mod cast;
mod clause;
mod cue;
mod directory;
mod focus;
mod known;
mod mark;
mod mention;
mod names;

use std::fmt;

pub(crate) use acronym::introductions;
pub use alike::{Alike, alike};
pub use cast::{Cast, Member, MemberId};
pub use clause::{About, Clause, ClauseRole, Link, Participants, Spoken, about, clauses, participants};
pub use directory::{
    Configured, Directory, DocumentId, EntityId, Note, Notes, Shelf, Told, fuller_names, notes, words_of,
};
pub use focus::{Candidate, Focus, Rank, Reference, the_best};
pub use known::KnownNames;
pub use mark::Mark;
pub(crate) use mark::marks;
pub use mention::{Form, Mention, mentions_in};
pub use names::{NameMention, names_in};

use crate::language::fold;

/// What an entity is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum EntityKind {
    /// A human being.
    Person,
    /// A company, institution, club or team.
    Organization,
    /// A town, region, country or street.
    Place,
    /// A work, building, product, event or vehicle.
    Work,
    /// Nothing in the text tells.
    Unknown,
}

impl EntityKind {
    /// All kinds.
    pub const ALL: [EntityKind; 5] = [
        EntityKind::Person,
        EntityKind::Organization,
        EntityKind::Place,
        EntityKind::Work,
        EntityKind::Unknown,
    ];

    /// The name in rules, JSON and TOML.
    pub fn as_str(self) -> &'static str {
        match self {
            EntityKind::Person => "person",
            EntityKind::Organization => "organization",
            EntityKind::Place => "place",
            EntityKind::Work => "work",
            EntityKind::Unknown => "unknown",
        }
    }

    /// The kind of that name; what is made, built or held is a work.
    pub fn from_name(name: &str) -> Option<Self> {
        if matches!(name, "thing" | "product" | "event" | "building" | "project") {
            return Some(EntityKind::Work);
        }
        Self::ALL.into_iter().find(|kind| kind.as_str() == name)
    }

    /// Whether an entity of this kind may be one of the other kind.
    pub fn fits(self, other: EntityKind) -> bool {
        self == other || self == EntityKind::Unknown || other == EntityKind::Unknown
    }
}

impl fmt::Display for EntityKind {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.as_str())
    }
}

/// The letters and digits of a name, folded: equal for "Le Cun", "LeCun" and "Le-Cun", for
/// "Saint-Clair" and "St Clair".
pub fn name_key(name: &str) -> String {
    let folded = fold(name);
    let words = folded
        .split(|c: char| !c.is_alphanumeric())
        .filter(|word| !word.is_empty());
    let mut key = String::with_capacity(folded.len());
    let mut words = words.peekable();
    while let Some(word) = words.next() {
        // At its end "St" is a street.
        key.push_str(match word {
            "st" if words.peek().is_some() => "saint",
            "ste" if words.peek().is_some() => "sainte",
            // "Galion II" is "Galion 2".
            "ii" if !key.is_empty() => "2",
            "iii" if !key.is_empty() => "3",
            "iv" if !key.is_empty() => "4",
            word => word,
        });
    }
    key
}
