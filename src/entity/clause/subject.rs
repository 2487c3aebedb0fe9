//! Whom each clause speaks of, one after the other.

use std::ops::Range;

use super::segment::{Opening, Segment};
use super::{Clause, ClauseRole, Sentence, Spoken};
use crate::entity::{EntityKind, Form};

/// What the clauses read so far have spoken of.
#[derive(Default)]
struct State {
    /// What the main clause speaks of.
    current: Option<Spoken>,
    /// What the last clause with a verb speaks of.
    last: Option<Spoken>,
    /// A subject that has not met its verb.
    waiting: Option<Spoken>,
    /// Whether what waits belongs to an inserted clause.
    is_inserted: bool,
}

impl Sentence<'_> {
    pub(super) fn subjects(&self, segments: &[Segment]) -> Vec<Clause> {
        let mut clauses: Vec<Clause> = Vec::with_capacity(segments.len());
        let mut state = State::default();
        let mut fronted: Vec<usize> = Vec::new();
        for segment in segments {
            let tokens = segment.tokens.clone();
            let (role, subject) = match &segment.verb {
                Some(verb) => {
                    let (role, told) = self.with_verb(segment, verb, &mut state, clauses.last());
                    // "Trained in Milan, X …": whom it speaks of is told behind it.
                    let Some(subject) = told else {
                        fronted.push(clauses.len());
                        clauses.push(Clause {
                            tokens,
                            role,
                            verb: Some(verb.clone()),
                            subject: Spoken::Figure,
                        });
                        continue;
                    };
                    if role != ClauseRole::Relative {
                        // "Depuis l'annonce, les réactions de X …" says nothing of who announced.
                        let told = matches!(subject, Spoken::Of(_));
                        for aside in fronted.drain(..).filter(|_| told) {
                            let clause: &mut Clause = &mut clauses[aside];
                            clause.subject = subject;
                        }
                    }
                    (role, subject)
                }
                None => match (self.apposed(&tokens, segment.opening), self.renaming(segment, &state)) {
                    // "X, pilier du RC Y, 1,94 mètre": of whom the apposition before it speaks.
                    _ if segment.opening == Opening::Comma
                        && self.in_value(tokens.start)
                        && clauses
                            .last()
                            .is_some_and(|clause| clause.role == ClauseRole::Apposition) =>
                    {
                        let subject = clauses.last().map_or(Spoken::Figure, |clause| clause.subject);
                        (ClauseRole::Apposition, subject)
                    }
                    (_, Some(name)) => {
                        // "Le patron de X, Ada Roux, …", "his son, Max, …".
                        state.waiting = Some(name);
                        (ClauseRole::Apposition, name)
                    }
                    (Some(apposed), None) => (ClauseRole::Apposition, apposed),
                    (None, None) => {
                        let found = self.without_verb(segment, &mut state);
                        if found.is_none() {
                            fronted.push(clauses.len());
                        }
                        (ClauseRole::Aside, found.unwrap_or(Spoken::Figure))
                    }
                },
            };
            clauses.push(Clause {
                tokens,
                role,
                verb: segment.verb.clone(),
                subject,
            });
        }
        // What no clause with a verb followed speaks of what stands beside it.
        if let Some(subject) = state.waiting.or(state.current) {
            for aside in fronted {
                clauses[aside].subject = subject;
            }
        }
        clauses
    }

    fn with_verb(
        &self,
        segment: &Segment,
        verb: &Range<usize>,
        state: &mut State,
        before: Option<&Clause>,
    ) -> (ClauseRole, Option<Spoken>) {
        let tokens = &segment.tokens;
        if segment.opening == Opening::Relative {
            let subject = self.subject_of_relative(tokens, verb, before);
            state.last = Some(subject);
            return (ClauseRole::Relative, Some(subject));
        }
        if self.is_reduced(segment, verb, state)
            && let Some(subject) = self.apposed(tokens, segment.opening)
        {
            return (ClauseRole::Apposition, Some(subject));
        }
        let own = self.subject_in(tokens.start..verb.start);
        let inverted = || {
            let speech = verb.clone().any(|at| self.is_speech(at));
            let behind = self.mention_behind(verb.end)?;
            let nobody = state.waiting.is_none() && state.current.is_none();
            let fits = speech || (nobody && self.mentions[behind].form == Form::Name);
            let opens = matches!(
                segment.opening,
                Opening::Start | Opening::Comma | Opening::Quote | Opening::Strong
            );
            (fits && opens).then_some(Spoken::Of(behind))
        };
        let inherited = match segment.opening {
            // "X, qui fait …, et a …" goes on with X, "X fait … et a …" with the clause before it.
            Opening::Coordinate if !self.is_behind_comma(tokens.start) => {
                state.waiting.or(state.last).or(state.current)
            }
            _ => state.waiting.or(state.current).or(state.last),
        };
        let role = if segment.opening == Opening::Subordinate {
            ClauseRole::Subordinate
        } else {
            ClauseRole::Main
        };
        let Some(subject) = own.or_else(inverted).or(inherited) else {
            return (role, None);
        };
        if role == ClauseRole::Main && (own.is_some() || state.current.is_none()) && !state.is_inserted {
            state.current = Some(subject);
        }
        state.is_inserted = false;
        state.waiting = None;
        state.last = Some(subject);
        (role, Some(subject))
    }

    /// Whether a coordinator with a comma before it opens what begins at the token.
    fn is_behind_comma(&self, at: usize) -> bool {
        at.checked_sub(2).is_some_and(|before| self.tokens.text(before) == ",")
    }

    /// "…, dismissed after four months": a participle that says something of the mention before it.
    fn is_reduced(&self, segment: &Segment, verb: &Range<usize>, state: &State) -> bool {
        let word = self.tokens.text(verb.start);
        let behind = verb.start + 1;
        segment.opening == Opening::Comma
            && state.waiting.is_none()
            && verb.start == segment.tokens.start
            && verb.len() == 1
            && self.tables.grammar.is_participle(word)
            && !self.in_value(behind)
            && self.mention_at(behind).is_none()
            && (self.tables.prepositions.contains(self.folded(behind))
                || self.tables.pronouns.by.contains(self.folded(behind))
                || self.tables.names.place_prepositions.contains(self.folded(behind)))
    }

    /// Whom a fragment speaks of; none where that is told behind it.
    fn without_verb(&self, segment: &Segment, state: &mut State) -> Option<Spoken> {
        let (tokens, opening) = (&segment.tokens, segment.opening);
        let nobody_yet = state.waiting.is_none() && state.current.is_none();
        let opens = matches!(
            opening,
            Opening::Start | Opening::Strong | Opening::Subordinate | Opening::Coordinate | Opening::Quote
        ) || nobody_yet;
        if opening == Opening::Relative {
            let antecedent = self.antecedent(tokens.start);
            let possessor = self
                .tables
                .grammar
                .relative_possessors
                .contains(self.folded(tokens.start));
            let subject = match antecedent {
                // "dont le fils, Max, …", "whose company, X, …": what is named behind.
                Some(antecedent) if possessor => Spoken::OwnerOf(antecedent),
                Some(antecedent) => Spoken::Of(antecedent),
                None => Spoken::Nobody,
            };
            if possessor {
                state.waiting = Some(subject);
                state.is_inserted = true;
            }
            return Some(subject);
        }
        if opens {
            // "Des postes clés : cinq ans comme …" goes on with what was spoken of.
            let goes_on = opening == Opening::Strong && state.last.is_some();
            let found = self
                .subject_in(tokens.clone())
                .filter(|found| !goes_on || matches!(found, Spoken::Of(_) | Spoken::Nobody));
            if let Some(subject) = found {
                state.waiting = Some(subject);
                state.is_inserted = matches!(opening, Opening::Subordinate | Opening::Quote);
                if !state.is_inserted {
                    state.current = Some(subject);
                }
                return Some(subject);
            }
        } else if let Some(own) = self.free_mention(tokens.clone()) {
            return Some(Spoken::Of(own));
        }
        state.last.or(state.waiting).or(state.current)
    }

    /// A name that says who the unnamed subject before it is.
    fn renaming(&self, segment: &Segment, state: &State) -> Option<Spoken> {
        let tokens = &segment.tokens;
        let unnamed = match state.waiting {
            Some(Spoken::Nobody | Spoken::OwnerOf(_) | Spoken::Topic) => true,
            Some(Spoken::Of(mention)) => self.mentions[mention].form == Form::Description,
            _ => false,
        };
        let waits = unnamed && segment.opening == Opening::Comma;
        let name = self.mentions.iter().position(|mention| {
            mention.form == Form::Name
                && mention.is_free
                && mention.tokens.start <= tokens.start + 1
                && tokens.contains(&mention.tokens.start)
        })?;
        waits.then_some(Spoken::Of(name))
    }

    fn subject_of_relative(&self, tokens: &Range<usize>, verb: &Range<usize>, before: Option<&Clause>) -> Spoken {
        let word = self.folded(tokens.start);
        let grammar = &self.tables.grammar;
        let antecedent = self.antecedent(tokens.start);
        let inside = tokens.start + 1..verb.start;
        let own = self.subject_in(inside.clone());
        if grammar.relative_possessors.contains(word) {
            return match (own, antecedent) {
                (Some(Spoken::Of(mention)), _) => Spoken::Of(mention),
                (_, Some(antecedent)) => Spoken::OwnerOf(antecedent),
                (own, None) => own.unwrap_or(Spoken::Nobody),
            };
        }
        if let Some(own) = own {
            return own;
        }
        let object = !grammar.relative_subjects.contains(word);
        if object && let Some(behind) = self.mention_behind(verb.end) {
            return Spoken::Of(behind);
        }
        match antecedent {
            Some(antecedent) if !object => {
                let person = grammar.relative_persons.contains(word);
                if person && !self.mentions[antecedent].kind.fits(EntityKind::Person) {
                    // "Ada Roux, the director of the museum, who is 51".
                    match before {
                        Some(clause) if clause.role == ClauseRole::Apposition => clause.subject,
                        _ => Spoken::Nobody,
                    }
                } else {
                    Spoken::Of(antecedent)
                }
            }
            // "X, a group that runs …": the noun before it is in apposition to a name.
            _ => match before {
                Some(clause)
                    if clause.role == ClauseRole::Apposition && clause.tokens.end + 1 >= tokens.start && !object =>
                {
                    clause.subject
                }
                _ => Spoken::Nobody,
            },
        }
    }
}
