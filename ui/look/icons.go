package look

import (
	"bytes"
	"fmt"
	"image/color"
	"path"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/theme"

	"backupsso/assets"
)

// IconName names one icon of the project's own set: 20 by 20, lines of 1.5.
type IconName string

// The icons. They stand beside words; alone stand only copy, close, log, help
// and settings (sliders).
const (
	IconBack      IconName = "back"
	IconBell      IconName = "bell"
	IconBrowser   IconName = "browser"
	IconBundle    IconName = "bundle"
	IconCalendar  IconName = "calendar"
	IconCert      IconName = "cert"
	IconCheck     IconName = "check"
	IconClock     IconName = "clock"
	IconClose     IconName = "close"
	IconCloud     IconName = "cloud"
	IconCopy      IconName = "copy"
	IconDevice    IconName = "device"
	IconDirectory IconName = "directory"
	IconDown      IconName = "down"
	IconEye       IconName = "eye"
	IconFail      IconName = "fail"
	IconFile      IconName = "file"
	IconFileCheck IconName = "filecheck"
	IconFlask     IconName = "flask"
	IconFolder    IconName = "folder"
	IconHelp      IconName = "help"
	IconInfo      IconName = "info"
	IconKey       IconName = "key"
	IconList      IconName = "list"
	IconLock      IconName = "lock"
	IconLog       IconName = "log"
	IconMail      IconName = "mail"
	IconMinus     IconName = "minus"
	IconNext      IconName = "next"
	IconOk        IconName = "ok"
	IconOpen      IconName = "open"
	IconPen       IconName = "pen"
	IconPeople    IconName = "people"
	IconPerson    IconName = "person"
	IconPlus      IconName = "plus"
	IconPortal    IconName = "portal"
	IconRenew     IconName = "renew"
	IconResume    IconName = "resume"
	IconRight     IconName = "right"
	IconRing      IconName = "ring" // rim of a radio button
	IconSame      IconName = "same"
	IconSave      IconName = "save"
	IconSearch    IconName = "search"
	IconShield    IconName = "shield"
	IconShieldOk  IconName = "shieldok"
	IconSliders   IconName = "sliders"
	IconSpin      IconName = "spin"
	IconTenant    IconName = "tenant"
	IconTickBox   IconName = "tickbox" // rim of a tick box
	IconTodo      IconName = "todo"
	IconTrash     IconName = "trash"
	IconUndo      IconName = "undo"
	IconUp        IconName = "up"
	IconWarn      IconName = "warn"
)

// AllIcons lists the whole set, in the order of their names.
func AllIcons() []IconName {
	return []IconName{
		IconBack, IconBell, IconBrowser, IconBundle, IconCalendar, IconCert, IconCheck, IconClock,
		IconClose, IconCloud, IconCopy, IconDevice, IconDirectory, IconDown, IconEye, IconFail, IconFile,
		IconFileCheck, IconFlask, IconFolder, IconHelp, IconInfo, IconKey, IconList, IconLock, IconLog,
		IconMail, IconMinus, IconNext, IconOk, IconOpen, IconPen, IconPeople, IconPerson, IconPlus,
		IconPortal, IconRenew, IconResume, IconRight, IconRing, IconSame, IconSave, IconSearch, IconShield,
		IconShieldOk, IconSliders, IconSpin, IconTenant, IconTickBox, IconTodo, IconTrash, IconUndo, IconUp, IconWarn,
	}
}

// Icon returns an icon in a colour of the theme in force. The colour is looked
// up whenever the icon is drawn, so it follows light and dark.
func Icon(name IconName, colour fyne.ThemeColorName) fyne.Resource {
	return themed{name: name, colour: colour}
}

// IconIn returns an icon in one fixed colour. An unknown name gives an empty icon.
func IconIn(name IconName, c color.Color) fyne.Resource {
	hex := hexOf(c)
	return fyne.NewStaticResource(string(name)+"-"+hex[1:]+".svg", drawing(name, hex))
}

// themed is an icon that asks the theme for its colour. Its name holds the
// colour, because Fyne keeps drawn icons by name.
type themed struct {
	name   IconName
	colour fyne.ThemeColorName
}

func (t themed) Name() string {
	return string(t.name) + "-" + hexOf(theme.Color(t.colour))[1:] + ".svg"
}
func (t themed) Content() []byte { return drawing(t.name, hexOf(theme.Color(t.colour))) }

// drawing is the SVG with its strokes in another colour. Fyne's own recolouring
// touches fills only, and ours are lines.
func drawing(name IconName, hex string) []byte {
	data, err := assets.Files.ReadFile(path.Join("icons", string(name)+".svg"))
	if err != nil {
		return []byte(`<svg xmlns="http://www.w3.org/2000/svg" width="20" height="20" viewBox="0 0 20 20"></svg>`)
	}
	return bytes.ReplaceAll(data, []byte("#000000"), []byte(hex))
}

func hexOf(c color.Color) string {
	n := color.NRGBAModel.Convert(c).(color.NRGBA)
	return fmt.Sprintf("#%02x%02x%02x", n.R, n.G, n.B)
}

// MarkIn returns the product's mark in two colours: its ground and what stands on it.
func MarkIn(ground, on color.Color) fyne.Resource {
	g, o := hexOf(ground), hexOf(on)
	svg := drawing("mark", "#000000")
	svg = bytes.ReplaceAll(svg, []byte("#0B5C6B"), []byte(g))
	svg = bytes.ReplaceAll(svg, []byte("#FFFFFF"), []byte(o))
	return fyne.NewStaticResource("mark-"+g[1:]+"-"+o[1:]+".svg", svg)
}
