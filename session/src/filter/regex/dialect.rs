//! The meaning of `\d`, `\b` and the case of letters in a pattern.
//!
//! As in JavaScript, `\d`, `\w`, `\s` and `\b` know ASCII alone: Unicode's tables for them and for case
//! would add 20 KiB to the page. What the platform knows of the case of letters is asked for. The parser would look
//! these tables up, so its syntax tree is rewritten first: nodes that need a table become nodes that need none.

use regex_syntax::ast::{
    Assertion, AssertionKind, Ast, ClassAscii, ClassAsciiKind, ClassBracketed, ClassPerl,
    ClassPerlKind, ClassSet, ClassSetItem, ClassSetRange, ClassSetUnion, Flag, Flags, FlagsItem,
    FlagsItemKind, Group, GroupKind, Literal, Span,
};

use crate::letter_case::LetterCase;

/// The limit on letters of a range of which every case is looked up; of a longer one, the letters of ASCII are. It is
/// enough for the letters of any script with cases, and short beside the 11,172 syllables of Hangul.
const MAX_CASED_RANGE: u32 = 512;

/// Rewrites the tree. Where case is ignored, by the argument or by `(?i)`, a letter becomes all of its
/// cases.
///
/// The recursion is as deep as the tree, which the parser limits.
pub(super) fn adapt(ast: &mut Ast, match_case: bool, letter_case: LetterCase) {
    adapt_within(ast, &mut !match_case, letter_case);
}

/// Rewrites a node. `ignores_case` may change: `(?i)` holds to the end of its group.
fn adapt_within(ast: &mut Ast, ignores_case: &mut bool, letter_case: LetterCase) {
    match ast {
        Ast::Flags(set) => take_case_flag(&mut set.flags, ignores_case),
        Ast::Literal(literal) if *ignores_case => {
            let all = all_cases(literal, letter_case);
            if all.len() > 1 {
                *ast = class(literal.span, union(literal.span, all));
            }
        }
        Ast::ClassPerl(perl) => *ast = class(perl.span, ascii(perl)),
        Ast::Assertion(assertion) if is_about_words(&assertion.kind) => {
            *ast = in_ascii((**assertion).clone());
        }
        Ast::ClassBracketed(class) => adapt_set(&mut class.kind, *ignores_case, letter_case),
        Ast::Repetition(repetition) => adapt_within(&mut repetition.ast, ignores_case, letter_case),
        Ast::Group(group) => {
            let mut within = *ignores_case;
            if let GroupKind::NonCapturing(flags) = &mut group.kind {
                take_case_flag(flags, &mut within);
            }
            adapt_within(&mut group.ast, &mut within, letter_case);
        }
        Ast::Alternation(alternation) => {
            for ast in &mut alternation.asts {
                adapt_within(ast, ignores_case, letter_case);
            }
        }
        Ast::Concat(concat) => {
            for ast in &mut concat.asts {
                adapt_within(ast, ignores_case, letter_case);
            }
        }
        Ast::Empty(_)
        | Ast::Literal(_)
        | Ast::Dot(_)
        | Ast::Assertion(_)
        | Ast::ClassUnicode(_) => {}
    }
}

/// Rewrites a set before it is negated or intersected: `[^a]` without case is neither `a` nor `A`.
fn adapt_set(set: &mut ClassSet, ignores_case: bool, letter_case: LetterCase) {
    match set {
        ClassSet::Item(item) => adapt_item(item, ignores_case, letter_case),
        ClassSet::BinaryOp(operation) => {
            adapt_set(&mut operation.lhs, ignores_case, letter_case);
            adapt_set(&mut operation.rhs, ignores_case, letter_case);
        }
    }
}

fn adapt_item(item: &mut ClassSetItem, ignores_case: bool, letter_case: LetterCase) {
    let span = *item.span();
    let others = match item {
        ClassSetItem::Perl(perl) => {
            *item = ascii(perl);
            return;
        }
        ClassSetItem::Bracketed(class) => {
            return adapt_set(&mut class.kind, ignores_case, letter_case);
        }
        ClassSetItem::Union(union) => {
            for item in &mut union.items {
                adapt_item(item, ignores_case, letter_case);
            }
            return;
        }
        _ if !ignores_case => return,
        ClassSetItem::Ascii(class) => {
            if matches!(class.kind, ClassAsciiKind::Lower | ClassAsciiKind::Upper) {
                class.kind = ClassAsciiKind::Alpha;
            }
            return;
        }
        ClassSetItem::Literal(literal) => all_cases(literal, letter_case),
        ClassSetItem::Range(range) => all_cases_in(range, letter_case),
        ClassSetItem::Empty(_) | ClassSetItem::Unicode(_) => return,
    };
    let itself = std::mem::replace(item, ClassSetItem::Empty(span));
    *item = union(span, std::iter::once(itself).chain(others).collect());
}

/// Removes `i` from the flags, for which the parser would look up the tables.
fn take_case_flag(flags: &mut Flags, ignores_case: &mut bool) {
    let is_case = |item: &FlagsItem| item.kind == FlagsItemKind::Flag(Flag::CaseInsensitive);
    if let Some(state) = flags.flag_state(Flag::CaseInsensitive) {
        *ignores_case = state;
        flags.items.retain(|item| !is_case(item));
    }
}

/// The letter in every case.
fn all_cases(literal: &Literal, letter_case: LetterCase) -> Vec<ClassSetItem> {
    let all = letter_case.all_cases(literal.c).into_iter();
    all.map(|c| {
        ClassSetItem::Literal(Literal {
            c,
            ..literal.clone()
        })
    })
    .collect()
}

/// The letters of the range in every case. Of a range beyond the limit they are those of ASCII.
fn all_cases_in(range: &ClassSetRange, letter_case: LetterCase) -> Vec<ClassSetItem> {
    let is_short = u32::from(range.end.c) - u32::from(range.start.c) < MAX_CASED_RANGE;
    let letters = (range.start.c..=range.end.c).take_while(|c| is_short || c.is_ascii());
    letters
        .flat_map(|c| {
            let literal = Literal {
                c,
                ..range.start.clone()
            };
            all_cases(&literal, letter_case)
        })
        .collect()
}

fn ascii(perl: &ClassPerl) -> ClassSetItem {
    ClassSetItem::Ascii(ClassAscii {
        span: perl.span,
        kind: match perl.kind {
            ClassPerlKind::Digit => ClassAsciiKind::Digit,
            ClassPerlKind::Space => ClassAsciiKind::Space,
            ClassPerlKind::Word => ClassAsciiKind::Word,
        },
        negated: perl.negated,
    })
}

fn is_about_words(kind: &AssertionKind) -> bool {
    match kind {
        AssertionKind::StartLine
        | AssertionKind::EndLine
        | AssertionKind::StartText
        | AssertionKind::EndText => false,
        AssertionKind::WordBoundary
        | AssertionKind::NotWordBoundary
        | AssertionKind::WordBoundaryStart
        | AssertionKind::WordBoundaryEnd
        | AssertionKind::WordBoundaryStartAngle
        | AssertionKind::WordBoundaryEndAngle
        | AssertionKind::WordBoundaryStartHalf
        | AssertionKind::WordBoundaryEndHalf => true,
    }
}

/// Wraps the assertion in `(?-u:…)`.
fn in_ascii(assertion: Assertion) -> Ast {
    let span = assertion.span;
    let flag = |kind| FlagsItem { span, kind };
    Ast::group(Group {
        span,
        kind: GroupKind::NonCapturing(Flags {
            span,
            items: vec![
                flag(FlagsItemKind::Negation),
                flag(FlagsItemKind::Flag(Flag::Unicode)),
            ],
        }),
        ast: Box::new(Ast::assertion(assertion)),
    })
}

fn class(span: Span, item: ClassSetItem) -> Ast {
    Ast::class_bracketed(ClassBracketed {
        span,
        negated: false,
        kind: ClassSet::Item(item),
    })
}

fn union(span: Span, items: Vec<ClassSetItem>) -> ClassSetItem {
    ClassSetItem::Union(ClassSetUnion { span, items })
}
