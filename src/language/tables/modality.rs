//! How claims are said, as words.

use super::raw::RawModality;
use super::{folded, phrases};
use crate::language::{PhraseTable, WordSet};

/// Words that tell how a thing is said.
#[derive(Debug)]
pub struct Modality {
    /// Verb endings of the conditional.
    pub conditional_endings: Vec<String>,
    /// Verb endings of the future.
    pub future_endings: Vec<String>,
    /// Verbs and words of doubt.
    pub hedged: PhraseTable<()>,
    /// Sources without a name.
    pub unnamed_sources: PhraseTable<()>,
    /// "selon", "according to".
    pub attributing: PhraseTable<()>,
    /// Words of plans.
    pub planned: PhraseTable<()>,
    /// Words that negate.
    pub negations: WordSet,
    /// Where not empty, a negation counts only with one of these in the clause ("ne … pas").
    pub negation_needs: WordSet,
    /// Verbs that deny.
    pub denials: PhraseTable<()>,
    /// Words that take back the sentence before ("C'est faux", "It is untrue").
    pub refutations: PhraseTable<()>,
    /// Words that announce a correction.
    pub corrections: PhraseTable<()>,
    /// Words that tell of what never came to be ("would have").
    pub unreal: PhraseTable<()>,
    /// Open a clause that only supposes ("if", "si").
    pub conditions: WordSet,
    /// Between a negation and a figure they leave the figure ("ne … que 40").
    pub exceptions: WordSet,
    /// Before a figure that is not so ("et non", "instead of").
    pub rejected: PhraseTable<()>,
    /// Before a figure that was so before ("down from", "contre").
    pub former: PhraseTable<()>,
    /// Open a sentence that tells what an article said before it was corrected.
    pub notices: PhraseTable<()>,
    /// Say that nobody else is meant ("alone", "à lui seul").
    pub alone: PhraseTable<()>,
    /// Deny for all time before ("jamais", "never").
    pub never: WordSet,
    /// Tell of another time than that of writing, without saying which ("à l'époque").
    pub elsewhen: PhraseTable<()>,
    /// Before a title they tell that somebody held it ("was", "a été").
    pub held: PhraseTable<()>,
    /// Before a date they compare with it ("par rapport à", "than in").
    pub bases: PhraseTable<()>,
    /// Tell that somebody died, whose age is that of then.
    pub deaths: PhraseTable<()>,
    /// Words that tell of something that is over.
    pub over: PhraseTable<()>,
    /// Verb endings of the past that goes on no more.
    pub past_endings: Vec<String>,
    /// "ancien", "former".
    pub past: PhraseTable<()>,
    /// Words that tell that one holder follows another.
    pub handover: PhraseTable<()>,
    /// Words that tell that a figure moved.
    pub change: PhraseTable<()>,
}

impl Modality {
    pub(super) fn from_raw(raw: &RawModality) -> Self {
        let hedged: Vec<String> = raw.hedge_verbs.iter().chain(&raw.hedged).cloned().collect();
        Self {
            conditional_endings: raw.conditional_endings.clone(),
            future_endings: raw.future_endings.clone(),
            hedged: phrases(&hedged),
            unnamed_sources: phrases(&raw.unnamed_sources),
            attributing: phrases(&raw.attributing),
            planned: phrases(&raw.planned),
            negations: folded(&raw.negations),
            negation_needs: folded(&raw.negation_needs),
            denials: phrases(&raw.denials),
            refutations: phrases(&raw.refutations),
            corrections: phrases(&raw.corrections),
            unreal: phrases(&raw.unreal),
            conditions: folded(&raw.conditions),
            exceptions: folded(&raw.exceptions),
            rejected: phrases(&raw.rejected),
            former: phrases(&raw.former),
            notices: phrases(&raw.notices),
            alone: phrases(&raw.alone),
            never: folded(&raw.never),
            elsewhen: phrases(&raw.elsewhen),
            deaths: phrases(&raw.deaths),
            held: phrases(&raw.held),
            bases: phrases(&raw.bases),
            over: phrases(&raw.over),
            past_endings: raw.past_endings.clone(),
            past: phrases(&raw.past),
            handover: phrases(&raw.handover),
            change: phrases(&raw.change),
        }
    }
}
