//! Digits that state no value: telephone and account numbers, versions, scores, parts of names.

use crate::language::{TokenKind, Tokens};

/// "133-2010": what goes on from digits with a hyphen is a code.
pub(super) fn continues(tokens: &Tokens<'_>, at: usize) -> bool {
    tokens.is(at, TokenKind::Digits)
        && at > 1
        && tokens.text(at - 1) == "-"
        && tokens.is_glued(at - 1)
        && tokens.is_glued(at - 2)
        && tokens.is(at - 2, TokenKind::Digits)
}

/// The token behind a telephone or account number: four groups of digits or more that make no
/// number, or any behind a plus.
pub(super) fn end_of(tokens: &Tokens<'_>, at: usize) -> Option<usize> {
    if !tokens.is(at, TokenKind::Digits) {
        return None;
    }
    let called = at > 0 && tokens.text(at - 1) == "+" && tokens.is_glued(at - 1);
    let groups = (at..)
        .take_while(|i| tokens.is(*i, TokenKind::Digits) && tokens.text(*i).len() < 5)
        .count();
    let thousands = tokens.text(at).len() <= 3 && (at + 1..at + groups).all(|i| tokens.text(i).len() == 3);
    (groups >= 4 && !thousands || groups >= 2 && called).then_some(at + groups)
}

/// Digits that belong to a name, a version, a score or a clock time.
pub(super) fn is_part_of(tokens: &Tokens<'_>, at: usize, end: usize) -> bool {
    let glued_word = tokens.is_glued(end - 1) && tokens.is(end, TokenKind::Word);
    let glued_sign =
        tokens.is_glued(end - 1) && matches!(tokens.text(end), ":" | "/" | "-" | "_" | "°") && tokens.is_glued(end);
    let before = at > 0 && tokens.is_glued(at - 1) && matches!(tokens.text(at - 1), "-" | "/" | ":" | "_" | "." | "#");
    glued_word || glued_sign || before
}
