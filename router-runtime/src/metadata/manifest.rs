//! Web application manifests (<https://www.w3.org/TR/appmanifest/>).

use super::{
    manifest_parts::{
        FileHandler, LaunchHandler, ManifestImage, ProtocolHandler, RelatedApplication, Screenshot,
        ShareTarget, Shortcut,
    },
    manifest_values::{Dir, Display, Orientation},
    members::{Member, Members, object},
};
use axum::{
    http::header::CONTENT_TYPE,
    response::{IntoResponse, Response},
};
use serde::Serialize;
use serde_json::Value;
use std::fmt;

object! {
    /// The manifest of a web application, the response of `manifest.rs`. Members are serialized in the order in which they are set.
    ///
    /// ```
    /// use router_runtime::metadata::{Display, Manifest, ManifestImage};
    ///
    /// let manifest = Manifest::new("Acme Notes")
    ///     .start_url("/")
    ///     .display(Display::Standalone)
    ///     .icon(ManifestImage::new("/icon.png").sizes("512x512").mime_type("image/png"));
    /// assert!(manifest.to_string().starts_with(r#"{"name":"Acme Notes","start_url":"/","display":"standalone""#));
    /// ```
    Manifest,
    /// Creates a manifest with the name of the application.
    new(name) {
        /// Sets a short name, for places with little room.
        short_name: &str => set "short_name";
        /// Sets the description of the application.
        description: &str => set "description";
        /// Sets the identity of the application.
        id: &str => set "id";
        /// Sets the URL that is opened first.
        start_url: &str => set "start_url";
        /// Sets the path prefix of the pages that belong to the application.
        scope: &str => set "scope";
        /// Sets the part of the browser's interface that is shown.
        display: Display => set "display";
        /// Adds a display mode that is tried before `display`. The first supported one is used.
        display_override: Display => push "display_override";
        /// Sets the background color before the first paint, as a CSS color.
        background_color: &str => set "background_color";
        /// Sets the color of the browser's interface, as a CSS color.
        theme_color: &str => set "theme_color";
        /// Sets the orientation of the screen.
        orientation: Orientation => set "orientation";
        /// Sets the language of the manifest, such as `en`.
        lang: &str => set "lang";
        /// Sets the text direction of the manifest.
        dir: Dir => set "dir";
        /// Adds an icon.
        icon: ManifestImage => push "icons";
        /// Adds a screenshot for application stores.
        screenshot: Screenshot => push "screenshots";
        /// Adds a shortcut to the menu of the icon.
        shortcut: Shortcut => push "shortcuts";
        /// Adds a category, such as `productivity`.
        category: &str => push "categories";
        /// Adds a native application with the same purpose.
        related_application: RelatedApplication => push "related_applications";
        /// Sets whether the related applications are recommended instead of this one.
        prefer_related_applications: bool => set "prefer_related_applications";
        /// Adds a handler for links with a scheme.
        protocol_handler: ProtocolHandler => push "protocol_handlers";
        /// Adds a handler for files of a type.
        file_handler: FileHandler => push "file_handlers";
        /// Sets the target for content that other applications share.
        share_target: ShareTarget => set "share_target";
        /// Sets how the application is launched when it is already open.
        launch_handler: LaunchHandler => set "launch_handler";
    }
}

impl Manifest {
    /// Sets any member, for those without a method.
    #[must_use]
    pub fn member(mut self, name: &str, value: Value) -> Self {
        self.0.set(name, value);
        self
    }
}

impl Serialize for Manifest {
    fn serialize<S: serde::Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        self.0.serialize(serializer)
    }
}

impl fmt::Display for Manifest {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&serde_json::to_string(self).map_err(|_| fmt::Error)?)
    }
}

impl IntoResponse for Manifest {
    fn into_response(self) -> Response {
        // Serialization cannot fail, because all keys are strings.
        let json = serde_json::to_string(&self).unwrap_or_default();
        ([(CONTENT_TYPE, "application/manifest+json")], json).into_response()
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::metadata::{ClientMode, FormFactor};

    #[test]
    fn members_have_the_names_of_the_specification() {
        let manifest = Manifest::new("Notes")
            .display_override(Display::WindowControlsOverlay)
            .display_override(Display::MinimalUi)
            .orientation(Orientation::Portrait)
            .dir(Dir::Rtl)
            .icon(ManifestImage::new("/i.png").mime_type("image/png"))
            .screenshot(Screenshot::new("/s.png").form_factor(FormFactor::Wide))
            .shortcut(Shortcut::new("New", "/new").icon(ManifestImage::new("/n.png")))
            .category("books")
            .related_application(RelatedApplication::new("play").id("com.acme"))
            .prefer_related_applications(false)
            .protocol_handler(ProtocolHandler::new("web+note", "/open?link=%s"))
            .file_handler(FileHandler::new("/open").accept("text/csv", &[".csv"]))
            .share_target(
                ShareTarget::new("/share")
                    .title("t")
                    .files("f", &["image/*"]),
            )
            .launch_handler(LaunchHandler::new().client_mode(ClientMode::NavigateNew))
            .member("edge_side_panel", serde_json::json!({}));
        assert_eq!(
            serde_json::to_value(&manifest).unwrap(),
            serde_json::json!({
                "name": "Notes",
                "display_override": ["window-controls-overlay", "minimal-ui"],
                "orientation": "portrait",
                "dir": "rtl",
                "icons": [{ "src": "/i.png", "type": "image/png" }],
                "screenshots": [{ "src": "/s.png", "form_factor": "wide" }],
                "shortcuts": [{ "name": "New", "url": "/new", "icons": [{ "src": "/n.png" }] }],
                "categories": ["books"],
                "related_applications": [{ "platform": "play", "id": "com.acme" }],
                "prefer_related_applications": false,
                "protocol_handlers": [{ "protocol": "web+note", "url": "/open?link=%s" }],
                "file_handlers": [{ "action": "/open", "accept": { "text/csv": [".csv"] } }],
                "share_target": {
                    "action": "/share",
                    "params": { "title": "t", "files": [{ "name": "f", "accept": ["image/*"] }] },
                },
                "launch_handler": { "client_mode": ["navigate-new"] },
                "edge_side_panel": {},
            })
        );
    }
}
