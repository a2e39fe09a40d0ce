//! Names of elements, and what follows from them.

macro_rules! tags {
    ($($tag:ident $name:literal,)*) => {
        /// An element's name, or a text.
        #[derive(Clone, Copy, Debug, PartialEq, Eq)]
        #[repr(u8)]
        pub(crate) enum Tag {
            /// The page itself.
            Root,
            /// Text that is read.
            Text,
            /// Text of scripts and styles.
            Raw,
            /// An element that no rule speaks of.
            Other,
            $(#[allow(missing_docs)] $tag,)*
        }

        impl Tag {
            /// Its name in lower case; empty for texts and unknown elements.
            pub(crate) fn name(self) -> &'static [u8] {
                match self {
                    Tag::Root | Tag::Text | Tag::Raw | Tag::Other => b"",
                    $(Tag::$tag => $name,)*
                }
            }

            /// By its name in lower case.
            pub(crate) fn named(name: &[u8]) -> Tag {
                match name {
                    $($name => Tag::$tag,)*
                    _ => Tag::Other,
                }
            }
        }
    };
}

tags! {
    A b"a", Abbr b"abbr", Address b"address", Amp b"amp-img", Area b"area", Article b"article",
    Aside b"aside", Audio b"audio", B b"b", Base b"base", Big b"big", Blockquote b"blockquote",
    Body b"body", Br b"br", Button b"button", Canvas b"canvas", Caption b"caption",
    Center b"center", Cite b"cite", Code b"code", Col b"col", Colgroup b"colgroup",
    Command b"command", Data b"data", Dd b"dd", Del b"del", Details b"details", Dfn b"dfn",
    Dialog b"dialog", Dir b"dir", Div b"div", Dl b"dl", Dt b"dt", Em b"em", Embed b"embed",
    Fieldset b"fieldset", Figcaption b"figcaption", Figure b"figure", Font b"font",
    Footer b"footer", Form b"form", Frame b"frame", Frameset b"frameset", H1 b"h1", H2 b"h2",
    H3 b"h3", H4 b"h4", H5 b"h5", H6 b"h6", Head b"head", Header b"header", Hgroup b"hgroup",
    Hr b"hr", Html b"html", I b"i", Iframe b"iframe", Img b"img", Input b"input", Ins b"ins",
    Kbd b"kbd", Keygen b"keygen", Label b"label", Legend b"legend", Li b"li", Link b"link",
    Main b"main", Map b"map", Mark b"mark", Math b"math", Menu b"menu", Meta b"meta",
    Nav b"nav", Noembed b"noembed", Noframes b"noframes", Noscript b"noscript",
    Object b"object", Ol b"ol", Optgroup b"optgroup", Option b"option", Output b"output",
    P b"p", Param b"param", Picture b"picture", Pre b"pre", Progress b"progress", Q b"q",
    S b"s", Samp b"samp", Script b"script", Search b"search", Section b"section",
    Select b"select", Small b"small", Source b"source", Span b"span", Strike b"strike",
    Strong b"strong", Style b"style", Sub b"sub", Summary b"summary", Sup b"sup", Svg b"svg",
    Table b"table", Tbody b"tbody", Td b"td", Template b"template", Textarea b"textarea",
    Tfoot b"tfoot", Th b"th", Thead b"thead", Time b"time", Title b"title", Tr b"tr",
    Track b"track", Tt b"tt", U b"u", Ul b"ul", Var b"var", Video b"video", Wbr b"wbr",
    Xmp b"xmp",
}

impl Tag {
    /// Text, of either kind.
    pub(crate) fn is_text(self) -> bool {
        matches!(self, Tag::Text | Tag::Raw)
    }

    /// Never holds anything.
    pub(crate) fn is_void(self) -> bool {
        matches!(
            self,
            Tag::Area
                | Tag::Base
                | Tag::Br
                | Tag::Col
                | Tag::Command
                | Tag::Embed
                | Tag::Frame
                | Tag::Hr
                | Tag::Img
                | Tag::Input
                | Tag::Keygen
                | Tag::Link
                | Tag::Meta
                | Tag::Param
                | Tag::Source
                | Tag::Track
                | Tag::Wbr
        )
    }

    /// Its content is text up to its own end: no elements, no character references.
    pub(crate) fn is_raw(self) -> bool {
        matches!(
            self,
            Tag::Script | Tag::Style | Tag::Xmp | Tag::Iframe | Tag::Noembed | Tag::Noframes
        )
    }

    /// Its content is text up to its own end: no elements.
    pub(crate) fn is_plain(self) -> bool {
        matches!(self, Tag::Title | Tag::Textarea)
    }

    /// Starts a line of its own.
    pub(crate) fn is_block(self) -> bool {
        self.closes_paragraph()
            || matches!(
                self,
                Tag::Root
                    | Tag::Html
                    | Tag::Head
                    | Tag::Body
                    | Tag::Title
                    | Tag::Tr
                    | Tag::Td
                    | Tag::Th
                    | Tag::Tbody
                    | Tag::Thead
                    | Tag::Tfoot
                    | Tag::Caption
                    | Tag::Colgroup
                    | Tag::Option
                    | Tag::Optgroup
                    | Tag::Select
                    | Tag::Button
                    | Tag::Textarea
                    | Tag::Legend
                    | Tag::Video
                    | Tag::Audio
                    | Tag::Iframe
                    | Tag::Noscript
                    | Tag::Template
                    | Tag::Frameset
                    | Tag::Frame
            )
    }

    /// Opening it ends an open paragraph.
    pub(crate) fn closes_paragraph(self) -> bool {
        matches!(
            self,
            Tag::Address
                | Tag::Article
                | Tag::Aside
                | Tag::Blockquote
                | Tag::Center
                | Tag::Dd
                | Tag::Details
                | Tag::Dialog
                | Tag::Dir
                | Tag::Div
                | Tag::Dl
                | Tag::Dt
                | Tag::Fieldset
                | Tag::Figcaption
                | Tag::Figure
                | Tag::Footer
                | Tag::Form
                | Tag::Header
                | Tag::Hgroup
                | Tag::Hr
                | Tag::Li
                | Tag::Main
                | Tag::Menu
                | Tag::Nav
                | Tag::Ol
                | Tag::P
                | Tag::Pre
                | Tag::Search
                | Tag::Section
                | Tag::Summary
                | Tag::Table
                | Tag::Ul
                | Tag::Xmp
        ) || self.is_heading()
    }

    /// `h1` to `h6`.
    pub(crate) fn is_heading(self) -> bool {
        matches!(self, Tag::H1 | Tag::H2 | Tag::H3 | Tag::H4 | Tag::H5 | Tag::H6)
    }

    /// May stand in a page's head.
    pub(crate) fn is_of_head(self) -> bool {
        matches!(
            self,
            Tag::Base
                | Tag::Link
                | Tag::Meta
                | Tag::Noscript
                | Tag::Script
                | Tag::Style
                | Tag::Template
                | Tag::Title
                | Tag::Html
                | Tag::Head
                | Tag::Noframes
        )
    }

    /// Elements of the text inside do not close what is open around it.
    pub(crate) fn bounds_scope(self) -> bool {
        matches!(
            self,
            Tag::Root
                | Tag::Html
                | Tag::Table
                | Tag::Td
                | Tag::Th
                | Tag::Caption
                | Tag::Object
                | Tag::Template
                | Tag::Button
        )
    }
}
