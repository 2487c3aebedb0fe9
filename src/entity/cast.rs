//! The entities of one document, gathered from its names.

use std::collections::{BTreeSet, HashMap};

use super::{EntityKind, KnownNames, Mark, NameMention, name_key};
use crate::language::{Gender, Tables};

/// One entity of a document.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Member {
    /// The fullest name that the document gives it.
    pub name: String,
    /// Every name that the document gives it, keys of [`name_key`], sorted.
    pub keys: Vec<String>,
    /// What it is.
    pub kind: EntityKind,
    /// How often it is named; never, where it turned out to be another member.
    pub count: usize,
    /// Whether it is named with an article, as no person is.
    pub with_article: bool,
    /// The gender that its first name, its title or its nouns tell.
    pub gender: Option<Gender>,
    /// Whether it ever stands as more than a complement.
    pub is_free: bool,
    /// With what it is introduced, which tells it from its namesakes.
    pub marks: BTreeSet<Mark>,
}

/// Names one member of a [`Cast`].
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct MemberId(pub(super) usize);

impl MemberId {
    /// The member's place in [`Cast::members`].
    pub fn index(self) -> usize {
        self.0
    }
}

/// The entities of a document, in order of appearance.
#[derive(Debug, Clone, Default)]
pub struct Cast {
    members: Vec<Member>,
    by_key: HashMap<String, MemberId>,
    /// The beginnings and ends of longer names, to the members that have them.
    by_part: HashMap<String, Vec<usize>>,
    main: Option<MemberId>,
    /// Keys of short names that two longer ones have.
    ambiguous: BTreeSet<String>,
    /// For each member, how many firm mentions stand before its first.
    orders: Vec<usize>,
}

impl Cast {
    /// Gathers the names of a document. `introductions` are pairs of names that the text says
    /// are one ("Advanced Machine Intelligence (AMI)").
    ///
    /// `title` is the file's name: a word that stands in it is a name where it may be one.
    pub fn gather(
        sentences: &[Vec<NameMention>],
        introductions: &[(String, String)],
        title: &str,
        known: &KnownNames,
        tables: &Tables,
    ) -> Self {
        let mut cast = Cast::default();
        let firm: Vec<&NameMention> = sentences.iter().flatten().filter(|mention| !mention.doubtful).collect();
        let mut first: HashMap<String, usize> = HashMap::new();
        for (position, mention) in firm.iter().enumerate() {
            first.entry(name_key(&mention.name)).or_insert(position);
        }
        let mut full: Vec<&NameMention> = firm.clone();
        // Long names first, so that a short one finds the long one that it stands for.
        full.sort_by_key(|mention| std::cmp::Reverse(mention.tokens.len()));
        for mention in &full {
            let order = first.get(&name_key(&mention.name)).copied().unwrap_or_default();
            cast.admit(mention, order, tables);
        }
        let title_words: Vec<String> = title
            .split(|c: char| !c.is_alphanumeric())
            .map(crate::language::fold)
            .collect();
        // A word that may only begin a sentence is a name where the document uses it as one elsewhere.
        let doubtful: Vec<&NameMention> = sentences.iter().flatten().filter(|mention| mention.doubtful).collect();
        let mut counts: HashMap<&str, usize> = HashMap::new();
        for mention in &doubtful {
            *counts.entry(mention.name.as_str()).or_default() += 1;
        }
        for mention in &doubtful {
            let titled = title_words.contains(&crate::language::fold(&mention.name));
            let known = titled
                || cast.by_key.contains_key(&name_key(&mention.name))
                || cast.longer(&mention.name, 1, mention.kind, usize::MAX, tables) != Longer::None;
            // English nouns may stand without an article: a verb behind them proves a name only
            // where the word does not look like a noun.
            let folded = crate::language::fold(&mention.name);
            let noun = tables
                .noun_endings
                .iter()
                .any(|ending| folded.ends_with(ending.as_str()));
            let repeated = counts.get(mention.name.as_str()).is_some_and(|count| *count > 1);
            if known || (mention.before_verb && (!noun || repeated)) {
                cast.admit(mention, usize::MAX, tables);
            }
        }
        for (one, other) in introductions {
            cast.merge(one, other);
        }
        cast.merge_known(known);
        let first = sentences.iter().find(|names| names.iter().any(|name| !name.doubtful));
        cast.main = first
            .into_iter()
            .flatten()
            .filter(|name| !name.doubtful)
            .find_map(|name| cast.find(&name.name));
        cast
    }

    /// Notes that a member stands as more than a complement, and the gender that is told there.
    pub fn note(&mut self, id: MemberId, is_free: bool, gender: Option<Gender>) {
        let member = &mut self.members[id.0];
        member.is_free |= is_free;
        member.gender = member.gender.or(gender);
    }

    /// Notes with what a member is introduced.
    pub fn mark(&mut self, id: MemberId, mark: Mark) {
        self.members[id.0].marks.insert(mark);
    }

    /// All members.
    pub fn members(&self) -> &[Member] {
        &self.members
    }

    /// Every member, in the order of [`Cast::members`].
    pub fn ids(&self) -> impl Iterator<Item = MemberId> + use<> {
        (0..self.members.len()).map(MemberId)
    }

    /// The member that a name stands for.
    pub fn find(&self, name: &str) -> Option<MemberId> {
        self.by_key.get(&name_key(name)).copied()
    }

    /// Whether a name is one that two members share ("Roux", of Ada Roux and Max Roux).
    pub fn is_ambiguous(&self, name: &str) -> bool {
        self.ambiguous.contains(&name_key(name))
    }

    /// One member.
    pub fn get(&self, id: MemberId) -> &Member {
        &self.members[id.0]
    }

    /// Whether a member may be of a kind: an unknown one that takes an article is no person.
    pub fn may_be(&self, id: MemberId, wanted: EntityKind) -> bool {
        let member = self.get(id);
        member.kind.fits(wanted)
            && !(wanted == EntityKind::Person && member.kind == EntityKind::Unknown && member.with_article)
    }

    /// What the document is about: the first entity that it names.
    pub fn main(&self) -> Option<MemberId> {
        self.main
    }

    /// The only member of a kind, where there is just one.
    pub fn only(&self, wanted: EntityKind) -> Option<MemberId> {
        let mut of_kind = self.ids().filter(|id| self.get(*id).kind == wanted);
        match (of_kind.next(), of_kind.next()) {
            (Some(one), None) => Some(one),
            _ => None,
        }
    }

    fn admit(&mut self, mention: &NameMention, order: usize, tables: &Tables) {
        let key = name_key(&mention.name);
        if key.is_empty() {
            return;
        }
        if let Some(id) = self.by_key.get(&key).copied() {
            let member = &mut self.members[id.0];
            member.count += 1;
            member.with_article |= mention.with_article;
            if member.kind == EntityKind::Unknown {
                member.kind = mention.kind;
            }
            return;
        }
        let words: Vec<&str> = mention.name.split_whitespace().collect();
        let longer = self.longer(&mention.name, words.len(), mention.kind, order, tables);
        if longer == Longer::Several {
            self.ambiguous.insert(key);
            return;
        }
        if let Longer::One(id) = longer {
            let member = &mut self.members[id.0];
            member.count += 1;
            member.keys.push(key.clone());
            member.keys.sort_unstable();
            if member.kind == EntityKind::Unknown {
                member.kind = mention.kind;
            }
            self.by_key.insert(key, id);
            return;
        }
        let id = MemberId(self.members.len());
        let parts: BTreeSet<String> = (1..words.len())
            .flat_map(|at| {
                // "St Brannoc" stands for "St Brannoc's Hospital".
                let owner = words[at - 1].strip_suffix("'s").map(|owner| {
                    let mut owners = words[..at - 1].to_vec();
                    owners.push(owner);
                    name_key(&owners.join(" "))
                });
                [name_key(&words[at..].join(" ")), name_key(&words[..at].join(" "))]
                    .into_iter()
                    .chain(owner)
            })
            .collect();
        for part in parts {
            self.by_part.entry(part).or_default().push(id.0);
        }
        self.members.push(Member {
            name: mention.name.clone(),
            keys: vec![key.clone()],
            kind: mention.kind,
            count: 1,
            with_article: mention.with_article,
            gender: None,
            is_free: false,
            marks: BTreeSet::new(),
        });
        self.orders.push(order);
        self.by_key.insert(key, id);
    }

    /// The one longer name that a short one stands for: a surname, a name without its suffix, or
    /// the beginning of a name that was introduced before it.
    fn longer(&self, name: &str, words: usize, kind: EntityKind, order: usize, tables: &Tables) -> Longer {
        let key = name_key(name);
        let first = crate::language::fold(name.split_whitespace().next().unwrap_or_default());
        let named_in_full = words > 1 && tables.grammar.is_first_name(&first);
        let mut found = Longer::None;
        let candidates = self.by_part.get(&key).map(Vec::as_slice).unwrap_or_default();
        for (index, member) in candidates.iter().map(|index| (*index, &self.members[*index])) {
            let parts: Vec<&str> = member.name.split_whitespace().collect();
            if parts.len() <= words || !member.kind.fits(kind) {
                continue;
            }
            // "Albert Einstein" is another than "Hans Albert Einstein".
            let surname = !named_in_full
                && member.kind != EntityKind::Organization
                && member.kind != EntityKind::Work
                && (1..parts.len()).any(|from| name_key(&parts[from..].join(" ")) == key);
            let shortened = member.kind != EntityKind::Person
                && (1..parts.len()).any(|to| {
                    // A short name with a noun of its own ("le groupe X" beside "X Transports") is another entity.
                    let introduced =
                        self.orders.get(index).is_some_and(|first| *first < order) && kind == EntityKind::Unknown;
                    let beginning = parts[..to].join(" ");
                    (name_key(&beginning) == key
                        || beginning.strip_suffix("'s").is_some_and(|owner| name_key(owner) == key))
                        && (introduced
                            || parts[to..].iter().all(|part| {
                                let word = crate::language::fold(part);
                                tables.names.legal_suffixes.contains(&word) || tables.organization_or_work(&word)
                            }))
                });
            if surname || shortened {
                if found != Longer::None {
                    return Longer::Several;
                }
                found = Longer::One(MemberId(index));
            }
        }
        found
    }

    /// Makes one of the names that the user says are one.
    fn merge_known(&mut self, known: &KnownNames) {
        let mut named: HashMap<usize, String> = HashMap::new();
        let names: Vec<String> = self.members.iter().map(|member| member.name.clone()).collect();
        for name in names {
            let Some(index) = known.index_of(&name) else { continue };
            match named.get(&index).cloned() {
                Some(first) => self.merge(&first, &name),
                None => {
                    named.insert(index, name);
                }
            }
        }
    }

    fn merge(&mut self, one: &str, other: &str) {
        let (Some(a), Some(b)) = (self.find(one), self.find(other)) else {
            return;
        };
        // What stands in parentheses tells nothing of its kind.
        let person = |id: MemberId| self.get(id).kind == EntityKind::Person;
        if a == b || person(a) != person(b) {
            return;
        }
        let absorbed = self.members[b.0].clone();
        let kept = &mut self.members[a.0];
        kept.count += absorbed.count;
        if kept.kind == EntityKind::Unknown {
            kept.kind = absorbed.kind;
        }
        kept.keys.extend(absorbed.keys.iter().cloned());
        kept.keys.sort_unstable();
        kept.keys.dedup();
        for key in absorbed.keys {
            self.by_key.insert(key, a);
        }
        let empty = &mut self.members[b.0];
        empty.count = 0;
        empty.keys.clear();
    }
}

/// The longer names that a short one may stand for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Longer {
    None,
    One(MemberId),
    Several,
}
