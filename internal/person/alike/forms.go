package alike

import (
	"slices"
	"strings"
)

// forms is forenames with their usual short and other forms, as people use them in England
// and Wales: a line for each name. It is our own list, of common knowledge, and not complete.
const forms = `
abigail abby abi gail
alan allan allen alun al
alasdair alastair alistair alister ali
albert bert al bertie
alexander alex alec sandy xander sasha
alexandra alex sandra lexi sasha alexa
alfred alf fred alfie
amanda mandy
andrew andy drew andrei
angela angie ange
ann anne anna annie nan
anthony antony tony ant
arthur art
barbara babs barb
benjamin ben benny benji
bernard bernie
beverley bev
bridget bridie biddy
cameron cam
carol carole caroline carrie
catherine katherine kathryn catharine katharine cathryn kate katie kathy cathy kath cath kit kitty
charles charlie chuck chas
charlotte lottie charlie
christina christine tina chris chrissie
christopher chris kit topher
clement clem
cynthia cindy
daniel dan danny
danielle dani
david dave davy dai
deborah debra debbie deb
dennis denis den
derek derrick del
dominic dom
dorothy dot dottie dolly
douglas doug
duncan dunc
edward ed eddie ted teddy ned
eleanor elinor nell ellie nora
elizabeth elisabeth liz lizzie beth betty eliza libby lisa elsie
emily em emmy
emma em
ernest ernie
eugene gene
florence flo florrie
frances fran frankie
francis frank fran
frederick frederic fred freddie
gabriel gabe
gareth gary gaz
gemma jemma
geoffrey jeffrey geoff jeff
george georgie
gerald gerard gerry ged
gillian jillian gill jill
gordon gordie
graham graeme
gregory greg
gwendoline gwen
harold harry hal
harriet hattie
helen helena nell ellen
henry harry hal
herbert herb bert
howard howie
hugh huw hughie
ian iain
isabel isobel isabelle isabella izzy bella
jack jackie john
jacob jake
jacqueline jackie jacqui
james jim jimmy jamie
jane janet janey
janice jan
jennifer jen jenny
jeremy jerry jez
jessica jess jessie
joanna joanne jo
john jon johnny jack
jonathan jon jonny
joseph joe joey
josephine jo josie
joshua josh
judith judy jude
julia julie
katrina trina kat
kenneth ken kenny
kevin kev
kimberley kim
lawrence laurence larry laurie
leonard len lenny leo
leslie lesley les
lewis louis lou
lillian lilian lily
louise lou
lucy lucinda
madeleine maddie
malcolm mal
margaret maggie meg peggy madge marge rita greta
marilyn lyn
mark marc marcus
martin marty
mary molly polly mamie maria marie
matilda tilly tilda
matthew matt mathew
maureen mo
maurice mo
maxwell max
melanie mel
melissa mel lissa
michael mike mick mickey micky
michelle michele shell
mohammed mohammad muhammad mohamed muhammed mo
nancy nan
natalie nat
natasha tasha
nathan nathaniel nat nate
nicholas nicolas nick nicky
nicola nicky nic
norman norm
oliver ollie olly
olivia liv livvy
pamela pam
patricia pat patsy trish tricia
patrick pat paddy
peter pete
philip phillip phil pip
philippa pippa pip
rachel rachael rach
raymond ray
rebecca becky becca bex
reginald reg reggie
rhiannon rhi
richard dick rick ricky rich richie
robert rob bob robbie bobby bert
roderick rod
rodney rod
roger rodger
ronald ron ronnie
rosemary rose rosie
rupert
russell russ
samantha sam sammy
samuel sam sammy
sandra sandy
sarah sara sally
sean shaun shawn
sheila
sidney sydney sid syd
simon si
sophie sophia
stanley stan
stephen steven steve stevie
stewart stuart stu
susan sue susie suzanne susanna suzie
sylvia sylvie
tamsin tammy tamsyn thomasina
terence terry tel
teresa theresa terry tess tessa
theodore theo ted
thomas tom tommy
timothy tim timmy
toby tobias
tracey tracy
valerie val
veronica ronnie
victor vic
victoria vicky vicki tori
vincent vince vinnie
virginia ginny
vivian vivien viv
walter wally walt
wendy
wilfred wilf
william will bill billy liam willie
winifred win winnie
yvonne evonne
zachary zach zak zac
`

// lines is, for each form, the names that it may stand for.
var lines = func() map[string][]int {
	out := map[string][]int{}
	for i, line := range strings.Split(strings.TrimSpace(forms), "\n") {
		for _, f := range strings.Fields(line) {
			out[f] = append(out[f], i)
		}
	}
	return out
}()

// sharesForm reports whether two words are forms of one name.
func sharesForm(a, b string) bool {
	is := lines[b]
	return slices.ContainsFunc(lines[a], func(i int) bool { return slices.Contains(is, i) })
}
