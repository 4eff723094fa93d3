use super::*;
use crate::{Href, rejection::PathRejection};
use proptest::prelude::*;
use std::collections::HashMap;

proptest! {
    #[test]
    fn a_link_is_read_back(
        team in ".{1,8}",
        path in proptest::collection::vec("[ -~é/%.]{1,4}", 0..4),
    ) {
        const LINK: &[Segment] = &[Static("a b"), Dynamic("team"), OptionalCatchAll("path")];
        let lost = |value: &str| matches!(value, "." | "..") || value.contains('\0');
        let link = Href::new().push_static("a b").one(&team).many(&path).finish();
        let back = read::<(String, Vec<String>)>(&link, LINK, Style::Next);
        if lost(&team) || path.iter().any(|value| lost(value)) {
            let refused = matches!(back, Err(PathRejection::InvalidEncoding { .. }));
            prop_assert!(refused, "{:?}", back);
        } else {
            prop_assert_eq!(back, Ok((team, path)));
        }
    }

    #[test]
    fn a_list_of_strings_is_read_as_by_its_deserializer(path in "/?[a%/.*é0-9F]{0,24}") {
        for segments in [ONE, TWO, FILES, TEAM, SHOP, NONE] {
            let values = read::<Vec<Box<str>>>(&path, segments, Style::Next);
            let values = values.map(|values| values.into_iter().map(String::from).collect());
            prop_assert_eq!(read_argument::<Vec<String>>(&path, segments), values);
        }
    }

    #[test]
    fn no_path_panics(path in "/?[a%/.*é0-9F]{0,12}") {
        for segments in [ONE, TWO, FILES, TEAM, SHOP, NONE] {
            for style in [Style::Next, Style::Axum] {
                let _ = read::<(u32, Vec<String>)>(&path, segments, style);
                let _ = read::<HashMap<String, String>>(&path, segments, style);
                let _ = read::<Vec<(String, String)>>(&path, segments, style);
            }
        }
    }
}
