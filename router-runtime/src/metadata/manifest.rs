//! Web application manifests (<https://www.w3.org/TR/appmanifest/>).

use super::members::{Member, Members, object, words};
use axum::{
    http::header::CONTENT_TYPE,
    response::{IntoResponse, Response},
};
use serde::Serialize;
use serde_json::Value;
use std::fmt;

object! {
    /// The manifest of a web application, as `manifest.rs` returns it. Members are written in the order in which they are set.
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
    Manifest(name) {
        /// A name for where there is little room.
        short_name: &str => set "short_name";
        /// What the application is for.
        description: &str => set "description";
        /// What tells this application from others.
        id: &str => set "id";
        /// The page that is opened first.
        start_url: &str => set "start_url";
        /// The pages that belong to the application, by how their paths begin.
        scope: &str => set "scope";
        /// What of the browser is shown around it.
        display: Display => set "display";
        /// What to try before `display`, best first; call it once for each.
        display_override: Display => push "display_override";
        /// The color behind it until it is drawn, as CSS writes colors.
        background_color: &str => set "background_color";
        /// The color of what is around it.
        theme_color: &str => set "theme_color";
        /// How the screen is turned.
        orientation: Orientation => set "orientation";
        /// The language of its texts, such as `en`.
        lang: &str => set "lang";
        /// The direction of its texts.
        dir: Dir => set "dir";
        /// An icon.
        icon: ManifestImage => push "icons";
        /// A picture of it for an application store.
        screenshot: Screenshot => push "screenshots";
        /// A link into it, for the menu of its icon.
        shortcut: Shortcut => push "shortcuts";
        /// What kind of application it is, such as `productivity`.
        category: &str => push "categories";
        /// An application of another kind that does the same.
        related_application: RelatedApplication => push "related_applications";
        /// Whether that one is the better one.
        prefer_related_applications: bool => set "prefer_related_applications";
        /// What it does with links of a scheme.
        protocol_handler: ProtocolHandler => push "protocol_handlers";
        /// What it does with files of a type.
        file_handler: FileHandler => push "file_handlers";
        /// What it does with what other applications share.
        share_target: ShareTarget => set "share_target";
        /// Which window shows it when it is opened again.
        launch_handler: LaunchHandler => set "launch_handler";
    }
}

impl Manifest {
    /// Sets a member that has no method of its own.
    #[must_use]
    pub fn member(mut self, name: &str, value: Value) -> Self {
        self.0.set(name, value);
        self
    }
}

object! {
    /// An icon or another image of a [`Manifest`].
    ManifestImage(src) {
        /// Its sizes, such as `48x48 96x96` or `any`.
        sizes: &str => set "sizes";
        /// Its media type, such as `image/png`.
        mime_type: &str => set "type";
        /// What it may be used for: `any`, `maskable`, `monochrome`, parted by spaces.
        purpose: &str => set "purpose";
    }
}

object! {
    /// A picture of the application.
    Screenshot(src) {
        /// Its size, such as `1280x720`.
        sizes: &str => set "sizes";
        /// Its media type.
        mime_type: &str => set "type";
        /// The screens that it is for.
        form_factor: FormFactor => set "form_factor";
        /// What is to be seen.
        label: &str => set "label";
        /// The platform that it was taken on.
        platform: &str => set "platform";
    }
}

object! {
    /// A link into the application: its name and its address.
    Shortcut(name, url) {
        /// A name for where there is little room.
        short_name: &str => set "short_name";
        /// What it leads to.
        description: &str => set "description";
        /// An icon.
        icon: ManifestImage => push "icons";
    }
}

object! {
    /// An application of another kind: its platform, such as `play`.
    RelatedApplication(platform) {
        /// Where it is found.
        url: &str => set "url";
        /// Its name on that platform.
        id: &str => set "id";
    }
}

object! {
    /// What is done with links of a scheme: the scheme, and an address with `%s` where the link goes.
    ProtocolHandler(protocol, url) {}
}

object! {
    /// What is done with files: the page that opens them.
    FileHandler(action) {
        /// An icon for such files.
        icon: ManifestImage => push "icons";
        /// `single-client` or `multiple-clients`.
        launch_type: &str => set "launch_type";
    }
}

impl FileHandler {
    /// Files of a media type, with these extensions.
    #[must_use]
    pub fn accept(mut self, mime_type: &str, extensions: &[&str]) -> Self {
        self.0
            .set_inside("accept", mime_type, Value::from(extensions));
        self
    }
}

object! {
    /// What is done with what is shared: the page that takes it.
    ShareTarget(action) {
        /// `GET` or `POST`.
        method: &str => set "method";
        /// How a `POST` is encoded, such as `multipart/form-data`.
        enctype: &str => set "enctype";
    }
}

impl ShareTarget {
    /// The field that gets the title.
    #[must_use]
    pub fn title(mut self, field: &str) -> Self {
        self.0.set_inside("params", "title", field.into());
        self
    }

    /// The field that gets the text.
    #[must_use]
    pub fn text(mut self, field: &str) -> Self {
        self.0.set_inside("params", "text", field.into());
        self
    }

    /// The field that gets the link.
    #[must_use]
    pub fn url(mut self, field: &str) -> Self {
        self.0.set_inside("params", "url", field.into());
        self
    }

    /// The field that gets files of these media types.
    #[must_use]
    pub fn files(mut self, field: &str, accept: &[&str]) -> Self {
        let files = serde_json::json!([{ "name": field, "accept": accept }]);
        self.0.set_inside("params", "files", files);
        self
    }
}

object! {
    /// Which window shows the application when it is opened again.
    LaunchHandler() {
        /// The window; what is tried first is given first.
        client_mode: ClientMode => push "client_mode";
    }
}

words! {
    /// What of the browser is shown around the application.
    Display {
        /// Nothing at all.
        Fullscreen = "fullscreen",
        /// As other applications look.
        Standalone = "standalone",
        /// A few buttons.
        MinimalUi = "minimal-ui",
        /// An ordinary tab.
        Browser = "browser",
        /// As `Standalone`, and the application draws the title bar; for [`Manifest::display_override`].
        WindowControlsOverlay = "window-controls-overlay",
    }
}

words! {
    /// How the screen is turned.
    Orientation {
        /// Either way.
        Any = "any",
        /// As the device is held by most.
        Natural = "natural",
        /// Wide.
        Landscape = "landscape",
        /// Wide, with its upper side up.
        LandscapePrimary = "landscape-primary",
        /// Wide, the other way round.
        LandscapeSecondary = "landscape-secondary",
        /// High.
        Portrait = "portrait",
        /// High, with its upper side up.
        PortraitPrimary = "portrait-primary",
        /// High, the other way round.
        PortraitSecondary = "portrait-secondary",
    }
}

words! {
    /// The direction of texts.
    Dir {
        /// As their letters say.
        Auto = "auto",
        /// From left to right.
        Ltr = "ltr",
        /// From right to left.
        Rtl = "rtl",
    }
}

words! {
    /// The screens that a [`Screenshot`] is for.
    FormFactor {
        /// Those of phones.
        Narrow = "narrow",
        /// Those of desks.
        Wide = "wide",
    }
}

words! {
    /// The window of a [`LaunchHandler`].
    ClientMode {
        /// As the browser likes.
        Auto = "auto",
        /// The one that is there, and the application deals with it.
        FocusExisting = "focus-existing",
        /// The one that is there, led to the new page.
        NavigateExisting = "navigate-existing",
        /// A new one.
        NavigateNew = "navigate-new",
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
        // Texts and numbers can always be written.
        let json = serde_json::to_string(&self).unwrap_or_default();
        ([(CONTENT_TYPE, "application/manifest+json")], json).into_response()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn members_stand_as_the_specification_names_them() {
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
