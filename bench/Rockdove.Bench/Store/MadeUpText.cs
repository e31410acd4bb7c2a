using System.Text;

namespace Rockdove.Bench;

/// <summary>
/// Mail as no one wrote it, yet with the statistics that a search meets: words that look like English, since letters
/// follow each other as they do in English, and that are as unequal as words are (Zipf: the n-th word is an n-th as
/// frequent as the first). The same seed gives the same text.
/// </summary>
internal sealed class MadeUpText
{
    private readonly string[] _words;
    private readonly double[] _cumulated;

    public MadeUpText(int seed)
    {
        _words = Vocabulary(new Random(seed));
        _cumulated = new double[Words];
        var sum = 0.0;
        for (var i = 0; i < Words; i++)
            _cumulated[i] = sum += 1.0 / (i + 1);
    }

    /// <summary>The word that comes so often: 0 is the most frequent.</summary>
    public string Word(int rank) => _words[rank];

    /// <summary>A message of about so many octets.</summary>
    public byte[] Message(Random random, int octets)
    {
        StringBuilder text = new(octets + 100);
        text.Append("From: ").Append(Draw(random)).Append('@').Append(Draw(random)).Append(".example\r\nTo: ")
            .Append(Draw(random)).Append("@here.example\r\nSubject:");
        for (var i = random.Next(3, 9); i > 0; i--)
            text.Append(' ').Append(Draw(random));
        text.Append("\r\nDate: Mon, 02 Nov 2026 10:00:00 +0000\r\nMessage-ID: <").Append(random.NextInt64())
            .Append("@here.example>\r\n\r\n");
        for (var column = 0; text.Length < octets;)
        {
            var word = Draw(random);
            text.Append(word);
            column += word.Length + 1;
            text.Append(column > 70 ? "\r\n" : " ");
            column = column > 70 ? 0 : column;
        }

        return Encoding.ASCII.GetBytes(text.Append("\r\n").ToString());
    }

    private string Draw(Random random)
    {
        var found = Array.BinarySearch(_cumulated, random.NextDouble() * _cumulated[^1]);
        return _words[found < 0 ? ~found : found];
    }

    // Each letter by the two before it; a space begins and ends a word.
    private static string[] Vocabulary(Random random)
    {
        Dictionary<(char, char), List<char>> next = [];
        foreach (var word in English.Split(' ', StringSplitOptions.RemoveEmptyEntries))
        {
            var (before, last) = (' ', ' ');
            foreach (var letter in word + " ")
            {
                if (!next.TryGetValue((before, last), out var letters))
                    next[(before, last)] = letters = [];
                letters.Add(letter);
                (before, last) = (last, letter);
            }
        }

        HashSet<string> words = [];
        while (words.Count < Words)
        {
            StringBuilder word = new();
            var (before, last) = (' ', ' ');
            while (word.Length < LongestWord)
            {
                var letters = next[(before, last)];
                var letter = letters[random.Next(letters.Count)];
                if (letter == ' ')
                    break;
                word.Append(letter);
                (before, last) = (last, letter);
            }

            if (word.Length >= ShortestWord)
                words.Add(word.ToString());
        }

        return [.. words.OrderBy(word => word.Length + random.NextDouble() * 6)]; // Frequent words are short ones.
    }

    public const int Words = 60_000;
    private const int ShortestWord = 2;
    private const int LongestWord = 16;

    private const string English =
        "the of and to in that is was for with as his on be at by had not are but from or have an they which one you "
        + "were her all she there would their we him been has when who will more no if out so said what up its about "
        + "into than them can only other new some could time these two may then do first any my now such like our over "
        + "man me even most made after also did many before must through back years where much your way well down "
        + "should because each just those people how too little state good very make world still own see men work long "
        + "get here between both life being under never day same another know while last might us great old year off "
        + "come since against go came right used take three states himself few house use during without again place "
        + "american around however home small found thought went say part once general high upon school every don does "
        + "got united left number course war until always away something fact though water less public put thing almost "
        + "hand enough far took head yet government system better set told nothing night end why called didn eyes find "
        + "going look asked later knew point next program city business give group toward young days let room word side "
        + "social given present several order national possible rather second face per among form important often things "
        + "early white case john become large big need four within felt along children saw best church ever least power "
        + "development light thus family interest seemed want members mind country area others done turned although open "
        + "service certain kind problem began different door help means sense whole matter information invoice meeting "
        + "attachment delivery message receipt customer account payment shipping question answer schedule conference "
        + "reminder proposal contract signature document quarterly marketing department technical support request "
        + "confirmation registration password security newsletter subscription university research experiment analysis";
}
