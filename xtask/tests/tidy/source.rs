//! Rust source as the rules read it: without comments and texts, and without tests.
//!
//! Both keep every line where it was, so that a breach is reported with its line.

/// `text` with a blank for each character of a comment, of a string and of a character.
pub(crate) fn code(text: &str) -> String {
    let text: Vec<char> = text.chars().collect();
    let mut code = String::new();
    let mut at = 0;
    while at < text.len() {
        let end = end_of_prose(&text, at);
        if end == at {
            code.push(text[at]);
            at += 1;
            // The rest of a word begins nothing: `for` ends in an `r`.
            while at < text.len() && is_word(text[at]) && is_word(text[at - 1]) {
                code.push(text[at]);
                at += 1;
            }
            continue;
        }
        code.extend(text[at..end].iter().map(|it| match it {
            '\n' => '\n',
            _ => ' ',
        }));
        at = end;
    }
    code
}

/// `code` with blanks in the place of every item that only tests have, and of its attributes.
pub(crate) fn without_tests(code: &str) -> String {
    const MARKS: [&str; 2] = ["#[cfg(test)]", "#[cfg(all(test,"];
    let mut rest = code.to_owned();
    while let Some(start) = MARKS.iter().filter_map(|mark| rest.find(mark)).min() {
        let end = end_of_item(&rest, start);
        let blank: String = rest[start..end]
            .chars()
            .map(|it| if it == '\n' { '\n' } else { ' ' })
            .collect();
        rest.replace_range(start..end, &blank);
    }
    rest
}

/// The lines of a file that are not of its tests, from its text.
pub(crate) fn lines_without_tests(text: &str) -> usize {
    let code = code(text);
    let kept = without_tests(&code);
    let of_tests = code
        .lines()
        .zip(kept.lines())
        .filter(|(before, after)| !before.trim().is_empty() && after.trim().is_empty())
        .count();
    text.lines().count() - of_tests
}

/// The words of which an identifier is made, in lower case: `SendQueue` and `send_queue` have two.
pub(crate) fn words(identifier: &str) -> Vec<String> {
    let mut words = vec![String::new()];
    let mut was_lower = false;
    for character in identifier.chars() {
        let begins = character == '_' || (character.is_uppercase() && was_lower);
        if begins {
            words.push(String::new());
        }
        was_lower = character.is_lowercase() || character.is_numeric();
        if let Some(word) = words.last_mut()
            && character != '_'
        {
            word.extend(character.to_lowercase());
        }
    }
    words.retain(|word| !word.is_empty());
    words
}

/// The identifiers and keywords in `code`.
pub(crate) fn identifiers(code: &str) -> impl Iterator<Item = &str> {
    code.split(|it: char| !is_word(it))
        .filter(|word| !word.is_empty() && !word.starts_with(|it: char| it.is_numeric()))
}

fn is_word(character: char) -> bool {
    character.is_alphanumeric() || character == '_'
}

/// Where what begins at `at` ends, when that is a comment, a string or a character; otherwise `at`.
fn end_of_prose(text: &[char], at: usize) -> usize {
    let starts = |words: &str| {
        text[at..]
            .iter()
            .copied()
            .take(words.len())
            .eq(words.chars())
    };
    if starts("//") {
        return text[at..]
            .iter()
            .position(|it| *it == '\n')
            .map_or(text.len(), |line| at + line);
    }
    if starts("/*") {
        return end_of_comment(text, at);
    }
    let prefix = ["br", "cr", "r", "b", "c", ""].into_iter().find(|prefix| {
        starts(prefix) && matches!(text.get(at + prefix.len()), Some('"' | '#' | '\''))
    });
    let Some(prefix) = prefix else { return at };
    let opening = at + prefix.len();
    let hashes = text[opening..].iter().take_while(|it| **it == '#').count();
    match text.get(opening + hashes) {
        Some('"') if prefix.ends_with('r') => end_of_raw(text, opening + hashes + 1, hashes),
        Some('"') if hashes == 0 => end_of_quoted(text, opening + 1, '"'),
        // A lifetime has no second quote after one character.
        Some('\'') if hashes == 0 && is_character(text, opening) => {
            end_of_quoted(text, opening + 1, '\'')
        }
        _ => at,
    }
}

fn is_character(text: &[char], quote: usize) -> bool {
    text.get(quote + 1) == Some(&'\\') || text.get(quote + 2) == Some(&'\'')
}

/// Block comments nest.
fn end_of_comment(text: &[char], at: usize) -> usize {
    let (mut depth, mut end) = (0_usize, at);
    while end < text.len() {
        match (text[end], text.get(end + 1)) {
            ('/', Some('*')) => {
                depth += 1;
                end += 2;
            }
            ('*', Some('/')) => {
                depth -= 1;
                end += 2;
                if depth == 0 {
                    return end;
                }
            }
            _ => end += 1,
        }
    }
    end
}

fn end_of_raw(text: &[char], start: usize, hashes: usize) -> usize {
    (start..text.len())
        .find(|at| {
            text[*at] == '"' && text[at + 1..].iter().take_while(|it| **it == '#').count() >= hashes
        })
        .map_or(text.len(), |quote| quote + 1 + hashes)
}

fn end_of_quoted(text: &[char], start: usize, quote: char) -> usize {
    let mut end = start;
    while end < text.len() {
        match text[end] {
            '\\' => end += 2,
            it if it == quote => return end + 1,
            _ => end += 1,
        }
    }
    text.len()
}

/// Where the item ends that begins at `start`: after its `;`, or after its closing brace.
fn end_of_item(code: &str, start: usize) -> usize {
    let mut depth = 0_usize;
    for (at, character) in code[start..].char_indices() {
        match character {
            '{' | '(' | '[' => depth += 1,
            '}' | ')' | ']' => {
                depth = depth.saturating_sub(1);
                if depth == 0 && character == '}' {
                    return start + at + 1;
                }
            }
            ';' if depth == 0 => return start + at + 1,
            _ => {}
        }
    }
    code.len()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn code_of_comments_and_texts_is_blank() {
        for (text, expected) in [
            ("a // b\nc", "a     \nc"),
            ("a /* b /* c */ d */ e", "a                   e"),
            (r#"f("a \" // b", 'c')"#, "f(           ,    )"),
            (r##"f(r#"a " b"#)"##, "f(          )"),
            ("fn a<'b>(c: &'b str)", "fn a<'b>(c: &'b str)"),
            ("for r in 'a'..='\\n' {}", "for r in    ..=     {}"),
            ("\"a\nb\"c", "  \n  c"),
        ] {
            assert_eq!(code(text), expected, "{text}");
        }
    }

    #[test]
    fn code_of_an_item_under_test_is_blank() {
        let code = "a;\n#[cfg(test)]\n#[cfg(unix)]\nmod tests {\n  fn b() {}\n}\nc;\n#[cfg(all(test, unix))]\nuse d;\ne;\n";
        let kept = without_tests(code);
        assert_eq!(
            kept.split_whitespace().collect::<Vec<_>>(),
            ["a;", "c;", "e;"]
        );
        assert_eq!(kept.lines().count(), code.lines().count());
    }

    #[test]
    fn lines_of_tests_are_not_counted() {
        let text = "//! Doc.\n\nfn a() {}\n\n#[cfg(test)]\nmod tests {\n    fn b() {}\n}\n";
        assert_eq!(lines_without_tests(text), 4);
    }

    #[test]
    fn identifier_of_either_case_is_split_into_words() {
        assert_eq!(words("SendQueue"), ["send", "queue"]);
        assert_eq!(words("send_queue2"), ["send", "queue2"]);
        assert_eq!(words("MAX_BYTES"), ["max", "bytes"]);
        assert_eq!(
            identifiers("let a_b = f(2, c);").collect::<Vec<_>>(),
            ["let", "a_b", "f", "c"]
        );
    }
}
