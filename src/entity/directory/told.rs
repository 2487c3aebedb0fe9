//! What documents tell of names, as small notes that can be counted, kept and taken back one document at
//! a time: whom a name may stand for depends on the notes under a few keys only.

use std::collections::{BTreeMap, BTreeSet, HashMap};

use super::alias;
use crate::entity::{EntityKind, Mark, Member, name_key};
use crate::language::{Gender, fold};

/// Under what notes are filed.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Shelf {
    /// The key of a name.
    Name,
    /// The words of an institution's name in English.
    Reading,
    /// The key of a surname.
    Surname,
}

/// One note: what a document tells under a key.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Note {
    /// Where it is filed.
    pub shelf: Shelf,
    /// Under what.
    pub key: String,
    /// What it says.
    pub item: String,
}

/// The notes of many documents.
pub trait Notes {
    /// All different notes under a key, sorted.
    fn under(&self, shelf: Shelf, key: &str) -> Vec<String>;
}

/// Notes in memory.
#[derive(Debug, Default)]
pub struct Told(HashMap<(Shelf, String), BTreeSet<String>>);

impl Told {
    /// Adds what one document tells.
    pub fn add(&mut self, members: &[Member]) {
        for note in notes(members) {
            self.0.entry((note.shelf, note.key)).or_default().insert(note.item);
        }
    }
}

impl Notes for Told {
    fn under(&self, shelf: Shelf, key: &str) -> Vec<String> {
        let found = self.0.get(&(shelf, key.to_owned()));
        found.into_iter().flatten().cloned().collect()
    }
}

/// Between the parts of a note; no name holds it.
const BETWEEN: char = '\u{1f}';

/// What one document tells of the names that it uses.
pub fn notes(members: &[Member]) -> Vec<Note> {
    let members: Vec<(&Member, String)> = members
        .iter()
        .filter(|member| member.count > 0)
        .map(|member| (member, name_key(&member.name)))
        .collect();
    let mut notes = Vec::new();
    let mut put = |shelf: Shelf, key: &str, item: String| {
        notes.push(Note {
            shelf,
            key: key.to_owned(),
            item,
        });
    };
    // Under both, so that one of them need not be looked up.
    for (one, other) in kept_apart(&members) {
        put(Shelf::Name, one, format!("a{other}"));
        put(Shelf::Name, other, format!("a{one}"));
    }
    for (member, full) in &members {
        let kind = letter(member.kind);
        put(Shelf::Name, full, format!("n{}", member.name));
        put(Shelf::Name, full, format!("u{kind}"));
        let shorts_of = alias::short_forms(&member.name, member.kind);
        let mut shorts: BTreeSet<&String> = member.keys.iter().chain(&shorts_of).collect();
        shorts.remove(full);
        for short in &shorts {
            put(Shelf::Name, short, format!("u{kind}{full}"));
            if is_surname(short, full, member.kind) {
                let first = fold(member.name.split_whitespace().next().unwrap_or_default());
                put(Shelf::Surname, short, format!("{full}{BETWEEN}{first}"));
            }
        }
        for other in member
            .keys
            .iter()
            .filter(|key| *key != full && !shorts_of.contains(*key))
        {
            put(Shelf::Name, full, format!("s{other}"));
        }
        for reading in alias::readings(&member.name) {
            put(Shelf::Reading, &reading, format!("{full}{BETWEEN}{kind}"));
        }
        if let Some(first) = alias::first_word(&member.name, member.kind) {
            put(Shelf::Name, &first, format!("b{kind}{full}"));
        }
        if let Some(gender) = member.gender {
            put(Shelf::Name, full, format!("g{}", gender_letter(gender)));
        }
        if member.is_free {
            put(Shelf::Name, full, "f".to_owned());
        }
        if !member.marks.is_empty() {
            let marks: Vec<String> = member.marks.iter().map(mark_text).collect();
            put(
                Shelf::Name,
                full,
                format!("m{kind}{}", marks.join(&BETWEEN.to_string())),
            );
        }
    }
    notes
}

/// Pairs of names that one document keeps apart, each in order.
fn kept_apart<'m>(members: &'m [(&Member, String)]) -> BTreeSet<(&'m str, &'m str)> {
    let mut apart = BTreeSet::new();
    // Which names begin with which: by their keys in order.
    let mut sorted: Vec<&str> = members.iter().map(|(_, full)| full.as_str()).collect();
    sorted.sort_unstable();
    sorted.dedup();
    for (at, short) in sorted.iter().enumerate() {
        let longer = sorted[at + 1..].iter().take_while(|longer| longer.starts_with(short));
        apart.extend(longer.map(|longer| (*short, *longer)));
    }
    // People of one surname whom one document names in full are two.
    let mut by_surname: BTreeMap<String, Vec<&str>> = BTreeMap::new();
    for (member, full) in members.iter().filter(|(member, _)| member.name.contains(' ')) {
        by_surname.entry(alias::surname(&member.name)).or_default().push(full);
    }
    for namesakes in by_surname.values() {
        for one in namesakes {
            apart.extend(
                namesakes
                    .iter()
                    .filter(|other| *other > one)
                    .map(|other| (*one, *other)),
            );
        }
    }
    apart
}

/// What is told under the key of a name.
#[derive(Debug, Default)]
pub(super) struct NameNotes {
    /// The full names that use it, with what they are; its own too.
    pub(super) users: BTreeSet<(String, EntityKind)>,
    /// The longer names that begin with it, where it is no organisation's own.
    beginnings: BTreeSet<(String, EntityKind)>,
    /// How it is written where it is a full name, sorted.
    pub(super) written: Vec<String>,
    /// Other names that a document says it has.
    aliases: Vec<String>,
    /// Names that one document keeps apart from it.
    pub(super) apart: BTreeSet<String>,
    /// The gender that is told of it, where only one is.
    pub(super) gender: Option<Gender>,
    /// Whether it stands as more than a complement.
    pub(super) is_free: bool,
    /// With what it is introduced.
    pub(super) marks: Vec<(EntityKind, BTreeSet<Mark>)>,
}

impl NameNotes {
    pub(super) fn read(key: &str, items: &[String]) -> Self {
        let mut found = NameNotes::default();
        let mut genders = BTreeSet::new();
        for item in items {
            let mut letters = item.chars();
            let tag = letters.next();
            let rest = letters.as_str();
            match tag {
                Some('n') => found.written.push(rest.to_owned()),
                Some('u') => {
                    let (kind, full) = kind_of(rest);
                    let full = if full.is_empty() { key } else { full };
                    found.users.insert((full.to_owned(), kind));
                }
                Some('b') => {
                    let (kind, full) = kind_of(rest);
                    found.beginnings.insert((full.to_owned(), kind));
                }
                Some('s') => found.aliases.push(rest.to_owned()),
                Some('a') => {
                    found.apart.insert(rest.to_owned());
                }
                Some('f') => found.is_free = true,
                Some('g') => {
                    genders.insert(gender_of(rest));
                }
                Some('m') => {
                    let (kind, marks) = kind_of(rest);
                    let marks = marks.split(BETWEEN).filter_map(mark_of).collect();
                    found.marks.push((kind, marks));
                }
                _ => {}
            }
        }
        if genders.len() == 1 {
            found.gender = genders.pop_first().flatten();
        }
        // What is introduced with a noun of its own ("la société X") is no short form.
        if !found.users.contains(&(key.to_owned(), EntityKind::Organization)) {
            found.users.extend(std::mem::take(&mut found.beginnings));
        }
        found
    }

    /// What a name of this key is, where it is a full name.
    fn kinds(&self, key: &str) -> impl Iterator<Item = EntityKind> {
        let own = self.users.iter().filter(move |(full, _)| full == key);
        own.map(|(_, kind)| *kind)
    }

    /// The short forms that a full name may have.
    pub(super) fn shorts(&self, key: &str) -> BTreeSet<String> {
        let mut shorts: BTreeSet<String> = self.aliases.iter().cloned().collect();
        for kind in self.kinds(key) {
            for name in &self.written {
                shorts.extend(alias::short_forms(name, kind));
                shorts.extend(alias::first_word(name, kind));
            }
        }
        shorts.remove(key);
        shorts
    }

    /// Those of them that may be surnames.
    pub(super) fn surnames(&self, key: &str) -> BTreeSet<String> {
        let mut surnames = self.shorts(key);
        surnames.retain(|short| self.kinds(key).any(|kind| is_surname(short, key, kind)));
        surnames
    }

    /// The readings of a full name.
    pub(super) fn readings(&self) -> BTreeSet<String> {
        self.written.iter().flat_map(|name| alias::readings(name)).collect()
    }
}

/// Whether a short form may be the surname of a full name of that kind.
fn is_surname(short: &str, full: &str, kind: EntityKind) -> bool {
    matches!(kind, EntityKind::Person | EntityKind::Unknown) && full.ends_with(short)
}

/// The names under a reading, each with what it is; sorted.
pub(super) fn of_reading(items: &[String]) -> BTreeSet<(String, EntityKind)> {
    let pairs = items.iter().filter_map(|item| item.split_once(BETWEEN));
    pairs.map(|(full, kind)| (full.to_owned(), kind_of(kind).0)).collect()
}

/// The people under a surname: full name and first name.
pub(super) fn of_surname(items: &[String]) -> BTreeMap<String, String> {
    let mut people = BTreeMap::new();
    for (full, first) in items.iter().filter_map(|item| item.split_once(BETWEEN)) {
        people.entry(full.to_owned()).or_insert_with(|| first.to_owned());
    }
    people
}

fn letter(kind: EntityKind) -> char {
    match kind {
        EntityKind::Person => 'p',
        EntityKind::Organization => 'o',
        EntityKind::Place => 'l',
        EntityKind::Work => 'w',
        EntityKind::Unknown => '?',
    }
}

/// The kind that a note begins with, and the rest.
fn kind_of(text: &str) -> (EntityKind, &str) {
    let mut letters = text.chars();
    let kind = letters
        .next()
        .and_then(|found| EntityKind::ALL.into_iter().find(|kind| letter(*kind) == found));
    (kind.unwrap_or(EntityKind::Unknown), letters.as_str())
}

fn gender_letter(gender: Gender) -> char {
    match gender {
        Gender::Masculine => 'm',
        Gender::Feminine => 'f',
    }
}

fn gender_of(text: &str) -> Option<Gender> {
    [Gender::Masculine, Gender::Feminine]
        .into_iter()
        .find(|gender| text.starts_with(gender_letter(*gender)))
}

fn mark_text(mark: &Mark) -> String {
    match mark {
        Mark::Organization(key) => format!("o{key}"),
        Mark::Place(key) => format!("l{key}"),
    }
}

fn mark_of(text: &str) -> Option<Mark> {
    match text.split_at_checked(1)? {
        ("o", key) => Some(Mark::Organization(key.to_owned())),
        ("l", key) => Some(Mark::Place(key.to_owned())),
        _ => None,
    }
}
