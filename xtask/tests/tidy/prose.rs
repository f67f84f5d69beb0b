//! The sentences of a document, and of the comments in Rust source.
//!
//! Code blocks, tables, headings and what is marked up as HTML are not prose. An item of a list is a paragraph.

/// A sentence.
#[derive(Debug, PartialEq)]
pub(crate) struct Sentence {
    /// The line on which its paragraph begins, counted from 1.
    pub(crate) line: usize,
    /// How many words it has. A span of code is one.
    pub(crate) words: usize,
}

/// The sentences of the file `path`, in order; what stands in parentheses or brackets is a sentence of its own.
pub(crate) fn sentences(path: &str, text: &str) -> Vec<Sentence> {
    let numbered = text.lines().zip(1..);
    let documents: Vec<Vec<(&str, usize)>> = if path.ends_with(".rs") {
        comments(numbered)
    } else {
        vec![numbered.collect()]
    };
    let mut found = Vec::new();
    for (line, paragraph) in documents.iter().flat_map(|document| paragraphs(document)) {
        for words in word_counts(&without_markup(&paragraph)) {
            found.push(Sentence { line, words });
        }
    }
    found
}

/// The comments of Rust source, docs among them: of each that has lines of its own, the lines without the slashes.
fn comments<'a>(source: impl Iterator<Item = (&'a str, usize)>) -> Vec<Vec<(&'a str, usize)>> {
    let mut comments: Vec<Vec<_>> = Vec::new();
    let mut last = None;
    for (line, number) in source {
        let line = line.trim_start();
        let comment = ["//!", "///", "//"]
            .into_iter()
            .find_map(|mark| Some((mark, line.strip_prefix(mark)?)));
        match (comment, comments.last_mut()) {
            (Some((mark, line)), Some(of_comment)) if last == Some(mark) => {
                of_comment.push((line, number));
            }
            (Some((_, line)), _) => comments.push(vec![(line, number)]),
            (None, _) => {}
        }
        last = comment.map(|(mark, _)| mark);
    }
    comments
}

/// The paragraphs of Markdown, each in one line.
fn paragraphs(lines: &[(&str, usize)]) -> Vec<(usize, String)> {
    let mut paragraphs: Vec<(usize, String)> = Vec::new();
    let mut is_code = false;
    let mut is_open = false;
    for (line, number) in lines {
        let text = line.trim();
        let is_fence = text.starts_with("```");
        is_code ^= is_fence;
        // A comment has a blank before each line.
        let is_indented = !is_open && line.starts_with("    ") && item(text).is_none();
        let is_no_prose = text.is_empty() || text.starts_with(['#', '|', '<']);
        if is_code || is_fence || is_indented || is_no_prose {
            is_open = false;
            continue;
        }
        let item = item(text);
        match paragraphs.last_mut() {
            Some((_, paragraph)) if is_open && item.is_none() => {
                paragraph.push(' ');
                paragraph.push_str(text);
            }
            _ => paragraphs.push((*number, item.unwrap_or(text).to_owned())),
        }
        is_open = true;
    }
    paragraphs
}

/// The text of an item of a list, if the line begins one.
fn item(line: &str) -> Option<&str> {
    let bullet = ["- ", "* ", "+ "];
    let rest = bullet.iter().find_map(|bullet| line.strip_prefix(bullet));
    rest.or_else(|| {
        let number = line.trim_start_matches(|it: char| it.is_ascii_digit());
        (number.len() < line.len())
            .then(|| number.strip_prefix(". "))
            .flatten()
    })
}

/// The paragraph with a word in the place of each span of code, and without the targets of links.
fn without_markup(paragraph: &str) -> String {
    let mut text = String::new();
    let mut rest = paragraph;
    while let Some((before, span)) = rest.split_once('`') {
        text.push_str(before);
        text.push_str("code");
        let marks = 1 + span.len() - span.trim_start_matches('`').len();
        let end = "`".repeat(marks);
        rest = span[marks - 1..]
            .split_once(end.as_str())
            .map_or("", |(_, after)| after);
    }
    text.push_str(rest);

    let mut plain = String::new();
    let mut rest = text.as_str();
    while let Some(end) = rest.find("](") {
        // The text of a link is part of its sentence.
        let start = rest[..end].rfind('[').unwrap_or(end);
        plain.push_str(&rest[..start]);
        plain.push_str(rest[start..end].trim_start_matches('['));
        rest = rest[end..].split_once(')').map_or("", |(_, after)| after);
    }
    plain.push_str(rest);
    // A link of Rust's docs without a target.
    plain.replace("[code]", "code")
}

/// The number of words of each sentence of plain text.
fn word_counts(text: &str) -> Vec<usize> {
    // The open sentences: the outermost first, each that stands in parentheses or brackets behind it.
    let mut open = vec![0];
    let mut counts = Vec::new();
    let end = |open: &mut Vec<usize>, counts: &mut Vec<usize>| {
        if let Some(words) = open.last_mut() {
            counts.push(std::mem::take(words));
        }
    };
    let mut word = String::new();
    for character in text.chars().chain([' ']) {
        let is_bracket = "()[]".contains(character);
        if !is_bracket && !character.is_whitespace() {
            word.push(character);
            continue;
        }
        if word.contains(char::is_alphanumeric)
            && let Some(words) = open.last_mut()
        {
            *words += 1;
        }
        let is_last = word
            .trim_end_matches(['"', '\'', '”', '*', '_'])
            .ends_with(['.', '!', '?', '…']);
        if is_last && character.is_whitespace() {
            end(&mut open, &mut counts);
        }
        word.clear();
        match character {
            '(' | '[' => open.push(0),
            ')' | ']' if open.len() > 1 => {
                end(&mut open, &mut counts);
                open.pop();
            }
            _ => {}
        }
    }
    while !open.is_empty() {
        end(&mut open, &mut counts);
        open.pop();
    }
    counts.retain(|words| *words > 0);
    counts
}

#[test]
fn sentences_are_counted_by_their_words() {
    for (text, expected) in [
        (
            "One two. Three!\nFour (five six) seven.\n",
            vec![2, 1, 2, 2],
        ),
        ("See [the map](a/b.md) of `a b c`, e.g. this.\n", vec![6, 1]),
        (
            "# Head\n\n- One\n  two.\n- Three.\n\n| a | b |\n",
            vec![2, 1],
        ),
        (
            "Before:\n\n    code here\n\n```sh\nmore code\n```\nAfter it.\n",
            vec![1, 2],
        ),
        ("Version 3.14 of x.y is out — now.\n", vec![7]),
        ("``a ` b`` **bold.** Next.\n", vec![2, 1]),
    ] {
        let counts: Vec<usize> = sentences("a.md", text)
            .iter()
            .map(|sentence| sentence.words)
            .collect();
        assert_eq!(counts, expected, "{text}");
    }
}

#[test]
fn sentences_of_rust_are_those_of_its_comments() {
    let source = "//! One two.\n//!\n//! Three\n//! four.\n\n/// Five.\nfn a() {} // Six.\n// Seven.\n    /// Eight.\n";
    let found = sentences("a.rs", source);
    let expected =
        [(1, 2), (3, 2), (6, 1), (8, 1), (9, 1)].map(|(line, words)| Sentence { line, words });
    assert_eq!(found, expected);
}
