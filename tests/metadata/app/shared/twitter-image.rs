pub use crate::shared::twitter_image;
