package kit

import (
	"image/color"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/canvas"

	"backupsso/ui/look"
)

// TopBar is the bar of 48 at the top: mark and name, tenant and account, and the
// icon buttons. In practice it is violet and carries the practice mark.
type TopBar struct {
	base
	ground         *canvas.Rectangle
	mark           *canvas.Image
	name           *words
	practice       *canvas.Rectangle
	flask          *glyph
	practiceWord   *words
	tenantIcon     *glyph
	tenant, domain *words
	account        *account
	buttons        []*IconButton
	practising     bool
	rail           float32
}

var _ fyne.Accessible = (*TopBar)(nil)

// NewTopBar returns a bar with the product's name and the icon buttons at its
// right, in their order from left to right.
func NewTopBar(name string, buttons ...*IconButton) *TopBar {
	t := &TopBar{
		ground: canvas.NewRectangle(color.Transparent), mark: canvas.NewImageFromResource(nil), name: newWords(Strong, look.Ink, name),
		practice: canvas.NewRectangle(color.Transparent), flask: newGlyph(look.IconFlask, look.PracticeMark),
		practiceWord: newWords(Strong, look.PracticeMark, ""),
		tenantIcon:   newGlyph("", look.Ink), account: newAccount(),
		tenant: newWords(Strong, look.Ink, ""), domain: newWords(Body, look.Muted, ""),
		buttons: buttons, rail: 224,
	}
	t.mark.FillMode = canvas.ImageFillContain
	t.begin(t)
	return t
}

// SetNobody shows a muted text where tenant and account will stand.
func (t *TopBar) SetNobody(text string) {
	t.tenantIcon.name = ""
	t.tenant.set("")
	t.domain.set(text)
	t.account.set("", "", nil)
	t.changed()
}

// SetTenant shows the tenant and the account that is signed in. With a deed the account
// is a button, which label names to a screen reader.
func (t *TopBar) SetTenant(name, domain, account, label string, deed func()) {
	t.tenantIcon.name = look.IconTenant
	t.tenant.set(name)
	t.domain.set(domain)
	t.account.set(account, label, deed)
	t.changed()
}

// SetPractice paints the bar violet and shows the word; an empty word ends that.
func (t *TopBar) SetPractice(word string) {
	t.practiceWord.set(word)
	t.practising = word != ""
	t.changed()
}

// AccessibilityLabel returns tenant, domain and account.
func (t *TopBar) AccessibilityLabel() string {
	text := t.name.full
	for _, s := range []string{t.practiceWord.full, t.tenant.full, t.domain.full, t.account.name.full} {
		if s != "" {
			text += ", " + s
		}
	}
	return text
}

// AccessibilityRole says that this holds other things.
func (t *TopBar) AccessibilityRole() fyne.AccessibleRole { return fyne.AccessibleRoleContainer }

func (t *TopBar) objects() []fyne.CanvasObject {
	out := []fyne.CanvasObject{
		t.ground, t.mark, t.name.canvas, t.practice, t.flask.canvas, t.practiceWord.canvas, t.tenantIcon.canvas,
		t.tenant.canvas, t.domain.canvas, t.account,
	}
	for _, b := range t.buttons {
		out = append(out, b)
	}
	return out
}

func (t *TopBar) height(float32) float32 { return t.unit(48) }
func (t *TopBar) narrowest() float32     { return t.unit(480) }

func (t *TopBar) arrange(size fyne.Size) {
	h := t.unit(48)
	place(t.ground, 0, 0, size.Width, size.Height)
	place(t.mark, t.unit(20), t.unit(12), t.unit(24), t.unit(24))
	t.name.put(&t.base, t.unit(54), 0, 0, h)
	pw := t.practiceWord.width(&t.base) + t.unit(46)
	place(t.practice, t.unit(20), t.unit(10), pw, t.unit(28))
	t.flask.put(t.unit(28), t.unit(14), t.unit(20))
	t.practiceWord.put(&t.base, t.unit(54), 0, 0, h)

	right := size.Width - t.unit(32)
	for i := len(t.buttons) - 1; i >= 0; i-- {
		right -= t.unit(32)
		place(t.buttons[i], right, t.unit(8), t.unit(32), t.unit(32))
		right -= t.unit(4)
	}
	t.arrangeWho(size, right-t.unit(10), h)
}

// arrangeWho places tenant and account between the mark and x = right. The name
// of the tenant is the last to be cut.
func (t *TopBar) arrangeWho(size fyne.Size, right, h float32) {
	left := fyne.Max(t.unit(t.rail+39), t.unit(64)+fyne.Max(t.name.width(&t.base), t.practiceWord.width(&t.base)))
	if size.Width < t.unit(narrowBelow) {
		left = t.unit(82) + fyne.Max(t.name.width(&t.base), t.practiceWord.width(&t.base))
	}
	x := left
	if t.tenantIcon.name != "" {
		t.tenantIcon.put(x, t.unit(14), t.unit(20))
		x += t.unit(28)
	}
	tenantW, domainW, accountW := t.tenant.width(&t.base), t.domain.width(&t.base), t.account.name.width(&t.base)
	room := right - x
	if accountW > 0 {
		room -= t.account.around() + t.unit(24)
	}
	if tenantW > 0 {
		room -= t.unit(8)
	}
	show(t.domain.canvas, domainW > 0)
	if over := tenantW + domainW + accountW - room; over > 0 && tenantW > 0 {
		domainW = fyne.Max(0, domainW-over)
		if domainW < t.unit(60) {
			domainW = 0
			show(t.domain.canvas, false)
		}
	}
	if over := tenantW + domainW + accountW - room; over > 0 {
		accountW = fyne.Max(t.unit(60), accountW-over)
	}
	tenantW = fyne.Min(tenantW, fyne.Max(t.unit(60), room-domainW-accountW))
	t.tenant.put(&t.base, x, 0, tenantW+1, h)
	if tenantW > 0 {
		x += tenantW + t.unit(8)
	}
	t.domain.put(&t.base, x, 0, domainW+1, h)
	accountW += t.account.around()
	place(t.account, right-accountW, t.unit(8), accountW, t.unit(32))
}

func (t *TopBar) paint() {
	ink, muted := look.Ink, look.Muted
	t.ground.FillColor = t.colour(look.Chrome)
	if t.practising {
		ink, muted = look.OnPractice, look.OnPractice
		t.ground.FillColor = t.colour(look.Practice)
	}
	t.tenantIcon.colour, t.tenant.colour = muted, ink
	t.domain.colour = muted
	if t.account.ink != muted {
		t.account.ink = muted
		t.account.Refresh()
	}
	for _, w := range []*words{t.name, t.practiceWord, t.tenant, t.domain} {
		w.paint(&t.base)
	}
	for _, g := range []*glyph{t.flask, t.tenantIcon} {
		g.paint(&t.base)
	}
	for _, b := range t.buttons {
		if b.colour != muted {
			b.SetColour(muted)
		}
	}
	t.practice.FillColor, t.practice.CornerRadius = t.colour(look.OnPractice), t.unit(6)
	res := look.MarkIn(t.colour(look.Accent), t.colour(look.OnAccent))
	if t.mark.Resource == nil || t.mark.Resource.Name() != res.Name() {
		t.mark.Resource = res
		t.mark.Refresh()
	}
	show(t.mark, !t.practising)
	show(t.name.canvas, !t.practising)
	show(t.practice, t.practising)
	show(t.flask.canvas, t.practising)
	show(t.practiceWord.canvas, t.practising)
}
