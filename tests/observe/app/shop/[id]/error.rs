use router_runtime::prelude::*;
use serde::{Deserialize, Deserializer};

/// A parameter that panics before the page runs, if it is `early`.
pub struct Picky;

impl<'de> Deserialize<'de> for Picky {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let text = String::deserialize(deserializer)?;
        assert_ne!(text, "early", "too early");
        Ok(Self)
    }
}

pub async fn error(Path(_): Path<Picky>) -> Html<&'static str> {
    panic!("the error page panics")
}
