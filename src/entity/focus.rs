//! What a text has spoken of last, and whom its descriptions and pronouns stand for.
//!
//! A candidate is the better the nearer its sentence and the higher its place there: subjects
//! before other free mentions before complements. Where two are equally good, there is none.

use std::collections::{BTreeMap, BTreeSet, HashMap};

use super::cast::{Cast, MemberId};
use super::clause::{Clause, ClauseRole, Spoken};
use super::mention::{Form, Mention};
use super::{EntityKind, NameMention};
use crate::language::{Gender, Tables, Tokens, fold};

/// Sentences farther back than this say nothing of whom a pronoun stands for.
const REACH: usize = 3;

/// The place of a mention in its sentence.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Rank {
    /// The complement of another word.
    Complement,
    /// A free mention that is no subject of a main clause.
    Other,
    /// The subject of a main clause.
    Subject,
}

/// An entity that was spoken of.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Candidate {
    /// Which.
    pub member: MemberId,
    /// How many sentences ago; 0 in the same one.
    pub distance: usize,
    /// Its place there.
    pub rank: Rank,
}

/// What a document has spoken of so far.
#[derive(Debug, Clone, Default)]
pub struct Focus {
    /// Mentions by sentence, the latest last; sentences that name nobody are left out.
    sentences: Vec<Vec<(MemberId, Rank)>>,
    genders: BTreeMap<MemberId, Gender>,
    plurals: BTreeSet<MemberId>,
    nouns: BTreeMap<MemberId, BTreeSet<String>>,
    /// The members that each noun stands for or in whose name it stands.
    called: HashMap<String, BTreeSet<MemberId>>,
}

/// A mention whose entity is known.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Reference {
    /// The mention's place in its sentence.
    pub mention: usize,
    /// The mention's tokens.
    pub tokens: std::ops::Range<usize>,
    /// Whom it stands for.
    pub member: MemberId,
    /// How it points.
    pub form: Form,
}

impl Focus {
    /// Finds whom the mentions of a sentence stand for, each by its place among them.
    pub fn resolve(
        &mut self,
        tokens: &Tokens<'_>,
        mentions: &[Mention],
        clauses: &[Clause],
        names: &[NameMention],
        cast: &Cast,
        tables: &Tables,
    ) -> Vec<Option<MemberId>> {
        let mut members: Vec<Option<MemberId>> = mentions
            .iter()
            .map(|mention| mention.name.and_then(|name| cast.find(&names.get(name)?.name)))
            .collect();
        for (mention, member) in mentions.iter().zip(&members) {
            if let Some(member) = member {
                self.learn(*member, mention, cast, tokens, tables);
            }
        }
        for number in 0..mentions.len() {
            let mention = &mentions[number];
            if mention.form == Form::Name {
                continue;
            }
            let candidates = self.candidates(number, mentions, clauses, &members);
            let unnamed = Self::follows_nobody(number, mentions, clauses, &members);
            let found = match mention.form {
                // "Another company said it had …": it is the one that nothing names.
                Form::Pronoun | Form::Possessive if unnamed => None,
                Form::Description if mention.has_complement => None,
                Form::Description => self.described(mention, &candidates, cast, tables),
                Form::Possessive => Self::subject_before(number, mentions, clauses, &members)
                    .filter(|member| self.fits(mention, *member, cast))
                    .or_else(|| self.pronounced(mention, &candidates, cast)),
                _ => self.pronounced(mention, &candidates, cast),
            };
            members[number] = found;
            if let (Some(member), Form::Description) = (found, mention.form) {
                self.learn(member, mention, cast, tokens, tables);
            }
        }
        // "Pour ses 50 ans, X …": what stands before the subject may point at it.
        for number in 0..mentions.len() {
            let mention = &mentions[number];
            if members[number].is_some() || !matches!(mention.form, Form::Possessive | Form::Pronoun) {
                continue;
            }
            let clause = clauses
                .iter()
                .find(|clause| clause.tokens.contains(&mention.tokens.start));
            if let Some(Spoken::Of(subject)) = clause.map(|clause| clause.subject)
                && mentions[subject].tokens.start > mention.tokens.start
            {
                members[number] = members[subject].filter(|member| self.fits(mention, *member, cast));
            }
        }
        members
    }

    /// Notes whom a sentence has spoken of.
    pub fn note(&mut self, mentions: &[Mention], clauses: &[Clause], members: &[Option<MemberId>]) {
        let ranked = ranked(mentions, clauses, members, mentions.len());
        if !ranked.is_empty() {
            self.sentences.push(ranked);
        }
    }

    /// Whom the sentences so far have spoken of, the best candidate first.
    pub fn spoken_of(&self) -> Vec<Candidate> {
        let mut candidates = Vec::new();
        for (distance, sentence) in self.sentences.iter().rev().take(REACH).enumerate() {
            candidates.extend(sentence.iter().map(|(member, rank)| Candidate {
                member: *member,
                distance: distance + 1,
                rank: *rank,
            }));
        }
        sort(&mut candidates);
        candidates
    }

    fn candidates(
        &self,
        number: usize,
        mentions: &[Mention],
        clauses: &[Clause],
        members: &[Option<MemberId>],
    ) -> Vec<Candidate> {
        let mut candidates: Vec<Candidate> = ranked(mentions, clauses, members, number)
            .into_iter()
            .map(|(member, rank)| Candidate {
                member,
                distance: 0,
                rank,
            })
            .collect();
        candidates.extend(self.spoken_of());
        sort(&mut candidates);
        candidates
    }

    /// What the words around a name tell of its entity.
    fn learn(&mut self, member: MemberId, mention: &Mention, cast: &Cast, tokens: &Tokens<'_>, tables: &Tables) {
        if let Some(gender) = mention.gender {
            self.genders.entry(member).or_insert(gender);
        }
        if mention.is_plural {
            self.plurals.insert(member);
        }
        // "X, éditeur de logiciels", "X is a start-up".
        let end = mention.tokens.end;
        let apposed = tokens.text(end) == ",";
        let copula = tables.grammar.copulas.contains(tokens.folded(end));
        let told = (mention.form == Form::Name && (apposed || copula)).then(|| {
            (end + 1..end + 5)
                .take_while(|at| !matches!(tokens.text(*at), "," | "." | ""))
                .find(|at| tables.is_common_noun(tokens.folded(*at)))
        });
        let told = told.flatten().map(|at| tokens.folded(at).to_owned());
        if !self.nouns.contains_key(&member) {
            for word in cast.get(member).name.split([' ', '-', '\'']) {
                self.called.entry(fold(word)).or_default().insert(member);
            }
        }
        let nouns = self.nouns.entry(member).or_default();
        for noun in mention.noun.clone().into_iter().chain(told) {
            self.called.entry(noun.clone()).or_default().insert(member);
            nouns.insert(noun);
        }
    }

    /// Whether a mention's kind, gender and number leave a member possible.
    fn fits(&self, mention: &Mention, member: MemberId, cast: &Cast) -> bool {
        let gender = match (mention.gender, self.genders.get(&member)) {
            (Some(wanted), Some(known)) => wanted == *known,
            _ => true,
        };
        let kind = cast.get(member).kind;
        let person = kind == EntityKind::Person;
        let number = if mention.is_plural {
            self.plurals.contains(&member)
                || (mention.form == Form::Possessive || mention.gender == Some(Gender::Masculine))
                    && kind == EntityKind::Organization
                    && !self.genders.contains_key(&member)
        } else {
            !self.plurals.contains(&member)
        };
        let fits_kind = match (mention.form, mention.kind) {
            (_, EntityKind::Person) => cast.may_be(member, EntityKind::Person),
            // Pronouns of things stand for anything but people.
            (Form::Pronoun | Form::Possessive, EntityKind::Work) => !person,
            (_, wanted) => cast.may_be(member, wanted),
        };
        gender && number && fits_kind
    }

    /// Whether kind and gender are known to be those of the mention.
    fn is_exact(&self, mention: &Mention, member: MemberId, cast: &Cast) -> bool {
        let kind = cast.get(member).kind;
        let kind = match (mention.form, mention.kind) {
            (Form::Pronoun | Form::Possessive, EntityKind::Work | EntityKind::Unknown) => kind != EntityKind::Unknown,
            (_, wanted) => kind == wanted,
        };
        kind && (mention.gender.is_none() || self.genders.get(&member) == mention.gender.as_ref())
    }

    fn pronounced(&self, mention: &Mention, candidates: &[Candidate], cast: &Cast) -> Option<MemberId> {
        let fitting: Vec<Candidate> = candidates
            .iter()
            .copied()
            .filter(|candidate| self.fits(mention, candidate.member, cast))
            .filter(|candidate| {
                let place = cast.get(candidate.member).kind == EntityKind::Place;
                !place || candidate.rank == Rank::Subject || mention.kind == EntityKind::Place
            })
            .collect();
        if mention.kind == EntityKind::Person {
            return self.person(mention, &fitting, cast);
        }
        // What only stood as a complement, and is of no known kind, may well be a place.
        let only = fitting.iter().all(|candidate| Some(candidate.member) == cast.main());
        let fitting: Vec<Candidate> = fitting
            .into_iter()
            .filter(|candidate| {
                only || candidate.rank > Rank::Complement || self.is_exact(mention, candidate.member, cast)
            })
            .collect();
        let best = the_best(&fitting)?;
        if self.is_exact(mention, best.member, cast) {
            return Some(best.member);
        }
        // One of whom gender and kind are known, in the same sentence, is as good.
        let rival = fitting.iter().any(|other| {
            other.member != best.member && other.distance == best.distance && self.is_exact(mention, other.member, cast)
        });
        (!rival).then_some(best.member)
    }

    /// Whether the text calls a member by a noun that says something else ("le fonds" is no brewer).
    fn is_otherwise_called(&self, noun: &str, member: MemberId, kind: EntityKind, tables: &Tables) -> bool {
        let specific = |noun: &str| !tables.grammar.generic_nouns.contains(noun);
        kind != EntityKind::Person
            && specific(noun)
            && self
                .nouns
                .get(&member)
                .is_some_and(|nouns| nouns.iter().any(|other| other != noun && specific(other)))
    }

    /// "she", "his": of people whose gender is known; of others only where no name is known to be a person's.
    fn person(&self, mention: &Mention, fitting: &[Candidate], cast: &Cast) -> Option<MemberId> {
        let people = |known: bool| -> Vec<Candidate> {
            fitting
                .iter()
                .copied()
                .filter(|candidate| cast.get(candidate.member).kind == EntityKind::Person)
                .filter(|candidate| !known || self.is_exact(mention, candidate.member, cast))
                .collect()
        };
        let (known, all) = (people(true), people(false));
        match (known.first(), all.first()) {
            // One whose gender is not known stands as near: either may be meant.
            (Some(_), Some(other)) => {
                let best = the_best(&known)?;
                let doubt = other.member != best.member
                    && (other.distance, std::cmp::Reverse(other.rank)) <= (best.distance, std::cmp::Reverse(best.rank));
                (!doubt).then_some(best.member)
            }
            (None, Some(_)) => the_best(&all).map(|best| best.member),
            _ => the_best(fitting).map(|best| best.member),
        }
    }

    fn described(&self, mention: &Mention, candidates: &[Candidate], cast: &Cast, tables: &Tables) -> Option<MemberId> {
        let noun = mention.noun.as_deref()?;
        // What the text has called so, however far back.
        let mut called = self.called.get(noun).into_iter().flatten();
        if let (Some(one), None) = (called.next(), called.next()) {
            return cast.get(*one).kind.fits(mention.kind).then_some(*one);
        }
        let fitting = |exact: bool| -> Vec<Candidate> {
            candidates
                .iter()
                .copied()
                .filter(|candidate| {
                    let kind = cast.get(candidate.member).kind;
                    if exact {
                        kind == mention.kind
                    } else {
                        cast.may_be(candidate.member, mention.kind)
                    }
                })
                .filter(|candidate| mention.kind != EntityKind::Person || self.fits(mention, candidate.member, cast))
                .filter(|candidate| !self.is_otherwise_called(noun, candidate.member, mention.kind, tables))
                .collect()
        };
        let (exact, loose) = (fitting(true), fitting(false));
        if let (Some(first), Some(any)) = (exact.first(), loose.first()) {
            let best = the_best(&exact)?;
            let nearer = any.distance < first.distance && any.rank == Rank::Subject;
            if nearer && !matches!(mention.kind, EntityKind::Work | EntityKind::Place) {
                return the_best(&loose).map(|candidate| candidate.member);
            }
            // One whose kind is not known has the better place: then nothing tells which.
            let higher = any.member != best.member && any.distance == best.distance && any.rank > best.rank;
            return (!higher).then_some(best.member);
        }
        if matches!(mention.kind, EntityKind::Work | EntityKind::Place) {
            return None;
        }
        let loose: Vec<Candidate> = loose
            .into_iter()
            .filter(|candidate| candidate.rank > Rank::Complement || cast.main() == Some(candidate.member))
            .filter(|candidate| candidate.rank == Rank::Subject || mention.kind != EntityKind::Person)
            .collect();
        if !loose.is_empty() {
            return the_best(&loose).map(|candidate| candidate.member);
        }
        let main = cast.main()?;
        (cast.get(main).kind == mention.kind && self.fits(mention, main, cast)).then_some(main)
    }

    /// Whether the clause before that of a pronoun speaks of somebody who is not named.
    fn follows_nobody(number: usize, mentions: &[Mention], clauses: &[Clause], members: &[Option<MemberId>]) -> bool {
        let at = mentions[number].tokens.start;
        let Some(own) = clauses.iter().position(|clause| clause.tokens.contains(&at)) else {
            return false;
        };
        let is_nobody = |clause: &Clause| match clause.subject {
            Spoken::Nobody => true,
            Spoken::Of(subject) => members[subject].is_none() && mentions[subject].form == Form::Description,
            _ => false,
        };
        // "Un rival a augmenté ses prix": what belongs to the subject of the clause.
        let within = clauses[own].verb.as_ref().is_some_and(|verb| verb.end <= at) && is_nobody(&clauses[own]);
        let before = clauses[..own].iter().rev().find(|clause| clause.verb.is_some());
        within && mentions[number].form == Form::Possessive || before.is_some_and(is_nobody)
    }

    /// The subject of the clause in which a possessive stands, or of the main clause before it.
    fn subject_before(
        number: usize,
        mentions: &[Mention],
        clauses: &[Clause],
        members: &[Option<MemberId>],
    ) -> Option<MemberId> {
        let at = mentions[number].tokens.start;
        let clause = clauses.iter().find(|clause| clause.tokens.contains(&at))?;
        match clause.subject {
            Spoken::Of(subject) if mentions[subject].tokens.end <= at => members[subject],
            _ => None,
        }
    }
}

/// The members that the first mentions of a sentence stand for, with their places.
fn ranked(
    mentions: &[Mention],
    clauses: &[Clause],
    members: &[Option<MemberId>],
    before: usize,
) -> Vec<(MemberId, Rank)> {
    let mut ranked: Vec<(MemberId, Rank)> = Vec::new();
    for (number, mention) in mentions.iter().enumerate().take(before) {
        let Some(member) = members[number] else { continue };
        let subject = clauses.iter().any(|clause| {
            clause.role != ClauseRole::Relative
                && matches!(clause.subject, Spoken::Of(other) if other == number)
                && clause.tokens.start <= mention.tokens.start
        });
        // "X et Y ont …": both are subjects.
        let joined = number.checked_sub(1).is_some_and(|before| {
            ranked.last().is_some_and(|(_, rank)| *rank == Rank::Subject)
                && mention.is_free
                && clauses.iter().any(|clause| {
                    matches!(clause.subject, Spoken::Nobody) && clause.tokens.contains(&mentions[before].tokens.start)
                })
        });
        let first_of_two = mention.is_free
            && clauses.iter().any(|clause| {
                clause.role == ClauseRole::Main
                    && clause.subject == Spoken::Nobody
                    && clause.tokens.contains(&mention.tokens.start)
                    && clause
                        .verb
                        .as_ref()
                        .is_some_and(|verb| mention.tokens.end <= verb.start)
            });
        let rank = if subject || joined || first_of_two {
            Rank::Subject
        } else if mention.is_free {
            Rank::Other
        } else {
            Rank::Complement
        };
        match ranked.iter_mut().find(|(other, _)| *other == member) {
            Some((_, known)) => *known = rank.max(*known),
            None => ranked.push((member, rank)),
        }
    }
    ranked
}

fn sort(candidates: &mut [Candidate]) {
    candidates.sort_by_key(|candidate| (candidate.distance, std::cmp::Reverse(candidate.rank)));
}

/// The first of sorted candidates, unless another is as good.
pub fn the_best(candidates: &[Candidate]) -> Option<Candidate> {
    let best = candidates.first()?;
    let tied = candidates
        .iter()
        .any(|other| other.member != best.member && (other.distance, other.rank) == (best.distance, best.rank));
    (!tied).then_some(*best)
}
