//! The subprotocols to offer, as a person types them.

use std::rc::Rc;

use super::address::inside;
use protocol::subprotocol::{Malformed, offered};

/// The subprotocols in the order of preference. Commas, spaces and line breaks separate them. Invisible characters and
/// quotation marks around a name, which a copy brings along, are left out.
///
/// # Errors
///
/// A name is invalid or there twice, so a browser would refuse to connect.
pub fn parse(typed: &str) -> Result<Vec<Rc<str>>, Malformed> {
    let names = typed
        .split(|it: char| it == ',' || it.is_whitespace())
        .map(|name| inside(name).1)
        .filter(|name| !name.is_empty());
    Ok(offered(names)?.into_iter().map(Rc::from).collect())
}

#[cfg(all(test, not(target_arch = "wasm32")))]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn parse_with_any_separators_keeps_the_order() {
        let names = |names: &[&str]| Ok(names.iter().map(|&name| name.into()).collect());
        assert_eq!(parse("superchat, chat"), names(&["superchat", "chat"]));
        assert_eq!(
            parse(" v1.mqtt\nsuperchat,\t,chat ,"),
            names(&["v1.mqtt", "superchat", "chat"])
        );
        assert_eq!(parse(" , \n"), names(&[]));
    }

    #[test]
    fn parse_of_a_copied_name_leaves_out_what_is_around_it() {
        let superchat = Ok(vec!["superchat".into()]);
        for typed in [
            "\u{feff}superchat",
            "superchat\u{200b}",
            "\"superchat\"",
            "“superchat”",
        ] {
            assert_eq!(parse(typed), superchat, "{typed:?}");
        }
        let inside = "super\u{200b}chat".to_owned();
        assert_eq!(parse(&inside), Err(Malformed::NotAToken(inside.clone())));
    }

    #[test]
    fn parse_of_an_invalid_name_is_an_error_with_it() {
        assert_eq!(
            parse("chat, 채팅"),
            Err(Malformed::NotAToken("채팅".to_owned()))
        );
        assert_eq!(
            parse("chat a/b"),
            Err(Malformed::NotAToken("a/b".to_owned()))
        );
        assert_eq!(
            parse("chat b chat"),
            Err(Malformed::Duplicate("chat".to_owned()))
        );
    }

    proptest! {
        #[test]
        fn parse_of_any_list_can_be_parsed_again(typed: String) {
            if let Ok(parsed) = parse(&typed) {
                prop_assert_eq!(parse(&parsed.join(", ")), Ok(parsed));
            }
        }
    }
}
