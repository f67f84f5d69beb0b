//! The subprotocols to offer, as somebody types them.

use std::rc::Rc;

use protocol::subprotocol::{Malformed, offered};

/// The subprotocols in the order in which they were typed, which is the order of preference; commas,
/// spaces and line breaks stand between them, as many as one likes.
///
/// # Errors
///
/// A name is not one, or stands there twice: a browser would refuse to connect.
pub fn parse(typed: &str) -> Result<Vec<Rc<str>>, Malformed> {
    let names = typed
        .split(|it: char| it == ',' || it.is_whitespace())
        .filter(|name| !name.is_empty());
    Ok(offered(names)?.into_iter().map(Rc::from).collect())
}

#[cfg(all(test, not(target_arch = "wasm32")))]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn their_order_stays_whatever_stands_between_them() {
        let names = |names: &[&str]| Ok(names.iter().map(|&name| name.into()).collect());
        assert_eq!(parse("superchat, chat"), names(&["superchat", "chat"]));
        assert_eq!(
            parse(" v1.mqtt\nsuperchat,\t,chat ,"),
            names(&["v1.mqtt", "superchat", "chat"])
        );
        assert_eq!(parse(" , \n"), names(&[]));
    }

    #[test]
    fn what_a_browser_would_refuse_is_named() {
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
        fn a_list_that_is_understood_can_be_typed_again(typed: String) {
            if let Ok(parsed) = parse(&typed) {
                prop_assert_eq!(parse(&parsed.join(", ")), Ok(parsed));
            }
        }
    }
}
