//! The catalogue's words in English.

use yew::AttrValue;

use super::CataloguePhrase;

pub(in crate::i18n) fn say(phrase: CataloguePhrase) -> AttrValue {
    AttrValue::Static(match phrase {
        CataloguePhrase::Heading => "The server's endpoints",
        CataloguePhrase::Loading => "Loading the list of endpoints.",
        CataloguePhrase::Unreachable => {
            "This page's server did not return its list of endpoints. Check that it is running."
        }
        CataloguePhrase::NotOffered => "This page's server has no list of endpoints.",
        CataloguePhrase::TryAgain => "Try again",

        CataloguePhrase::Example => "Example",
        CataloguePhrase::Default => "Default",
        CataloguePhrase::TakesInteger => "An integer:",
        CataloguePhrase::TakesBytes { max_bytes } => {
            return format!("At most {max_bytes} bytes of UTF-8").into();
        }
        CataloguePhrase::NotInRange => "Enter an integer in this range:",
        CataloguePhrase::NotAChoice => "Choose one from the list.",
        CataloguePhrase::TooLong { bytes, max_bytes } => {
            return format!("Too long: {bytes} bytes of UTF-8, and the limit is {max_bytes}.")
                .into();
        }
        CataloguePhrase::NotASegment => {
            "Enter a segment of a path. It cannot be empty, “.” or “..”."
        }

        CataloguePhrase::Address => "Address to connect to",
        CataloguePhrase::Connect => "Connect",
        CataloguePhrase::OpensInNewTab => "Opens in a new tab of the workbench.",
    })
}
