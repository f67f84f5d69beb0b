//! The catalogue's words in English.

use yew::AttrValue;

use super::CataloguePhrase;

pub(super) fn say(phrase: CataloguePhrase) -> AttrValue {
    AttrValue::Static(match phrase {
        CataloguePhrase::Heading => "The server's endpoints",
        CataloguePhrase::Loading => "Asking the server for its list.",
        CataloguePhrase::Unreachable => {
            "This page's server did not give its list of endpoints. See whether it is running."
        }
        CataloguePhrase::NotOffered => "This page's server has no list of endpoints.",
        CataloguePhrase::LookAgain => "Ask again",

        CataloguePhrase::Example => "Example",
        CataloguePhrase::Default => "Default",
        CataloguePhrase::TakesInteger => "An integer:",
        CataloguePhrase::TakesBytes { max_bytes } => {
            return format!("At most {max_bytes} bytes of UTF-8").into();
        }
        CataloguePhrase::NotInRange => "Write an integer of this range:",
        CataloguePhrase::NotAChoice => "Choose one of the list.",
        CataloguePhrase::TooLong { bytes, max_bytes } => {
            return format!("At most {max_bytes} bytes of UTF-8; these are {bytes}.").into();
        }
        CataloguePhrase::NotASegment => {
            "Write what can be a part of a path: not nothing, and not only dots."
        }

        CataloguePhrase::Address => "Address to connect to",
        CataloguePhrase::Connect => "Connect",
        CataloguePhrase::OpensInNewTab => "It opens in a new tab of the workbench.",
    })
}
