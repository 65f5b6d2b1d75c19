"""Countries, and what else has a law of its own, by all the names that are used of them."""

from __future__ import annotations

import re
from functools import cache

# A line a place: its name, then what is also said for it: adjective, capital, short forms.
_NAMES = """
Afghanistan: Afghan, Kabul
Albania: Albanian, Tirana
Algeria: Algerian, Algiers
Angola: Angolan, Luanda
Argentina: Argentine, Argentinian, Buenos Aires
Armenia: Armenian, Yerevan
Australia: Australian, Canberra
Austria: Austrian, Vienna
Azerbaijan: Azerbaijani, Baku
Bahrain: Bahraini
Bangladesh: Bangladeshi, Dhaka
Belarus: Belarusian, Minsk
Belgium: Belgian
Bolivia: Bolivian
Bosnia: Bosnian, Sarajevo
Brazil: Brazilian, Brasilia, Brasília
Bulgaria: Bulgarian, Sofia
Cambodia: Cambodian, Phnom Penh
Cameroon: Cameroonian
Canada: Canadian, Ottawa
Chile: Chilean, Santiago
China: Chinese, Beijing, Peking, PRC
Colombia: Colombian, Bogota
Costa Rica: Costa Rican
Croatia: Croatian, Zagreb
Cuba: Cuban, Havana
Cyprus: Cypriot, Nicosia
Czechia: Czech, Czech Republic, Prague
Denmark: Danish, Copenhagen
Dominican Republic:
Ecuador: Ecuadorian, Quito
Egypt: Egyptian, Cairo
El Salvador: Salvadoran
England: English
Estonia: Estonian, Tallinn
Ethiopia: Ethiopian, Addis Ababa
European Union: EU, European, Europe, Brussels
Finland: Finnish, Helsinki
France: French, Paris
Germany: German, Berlin
Ghana: Ghanaian, Accra
Greece: Greek, Athens
Guatemala: Guatemalan
Honduras: Honduran
Hong Kong:
Hungary: Hungarian, Budapest
Iceland: Icelandic, Reykjavik
India: Indian, New Delhi, Delhi
Indonesia: Indonesian, Jakarta
Iran: Iranian, Tehran
Iraq: Iraqi, Baghdad
Ireland: Irish, Dublin
Israel: Israeli, Jerusalem, Tel Aviv
Italy: Italian, Rome
Jamaica: Jamaican
Japan: Japanese, Tokyo
Jordan: Jordanian, Amman
Kazakhstan: Kazakh, Astana
Kenya: Kenyan, Nairobi
Korea: Korean, South Korea, South Korean, Republic of Korea, Seoul, ROK
Kuwait: Kuwaiti
Latvia: Latvian, Riga
Lebanon: Lebanese, Beirut
Libya: Libyan
Liechtenstein: Vaduz
Lithuania: Lithuanian, Vilnius
Luxembourg:
Macau: Macao
Malaysia: Malaysian, Kuala Lumpur
Malta: Maltese, Valletta
Mauritius: Mauritian
Mexico: Mexican, Mexico City
Moldova: Moldovan
Mongolia: Mongolian
Morocco: Moroccan, Rabat
Myanmar: Burma, Burmese
Nepal: Nepalese, Kathmandu
Netherlands: Dutch, Holland, The Hague
New Zealand: Wellington
Nicaragua: Nicaraguan
Nigeria: Nigerian, Abuja
North Korea: North Korean, Pyongyang, DPRK
Northern Ireland: Northern Irish, Belfast
Norway: Norwegian, Oslo
Oman: Omani, Muscat
Pakistan: Pakistani, Islamabad
Panama: Panamanian
Paraguay: Paraguayan
Peru: Peruvian, Lima
Philippines: Philippine, Filipino, Manila
Poland: Polish, Warsaw
Portugal: Portuguese, Lisbon
Qatar: Qatari, Doha
Romania: Romanian, Bucharest
Russia: Russian, Russian Federation, Moscow
Rwanda: Rwandan, Kigali
Saudi Arabia: Saudi, Riyadh
Scotland: Scottish, Scots, Edinburgh
Senegal: Senegalese, Dakar
Serbia: Serbian, Belgrade
Singapore: Singaporean
Slovakia: Slovak, Bratislava
Slovenia: Slovenian, Ljubljana
South Africa: South African, Pretoria
Spain: Spanish, Madrid
Sri Lanka: Sri Lankan, Colombo
Sweden: Swedish, Stockholm
Switzerland: Swiss
Syria: Syrian, Damascus
Taiwan: Taiwanese, Taipei
Tanzania: Tanzanian
Thailand: Thai, Bangkok
Tunisia: Tunisian, Tunis
Turkey: Turkish, Türkiye, Ankara
Uganda: Ugandan, Kampala
Ukraine: Ukrainian, Kyiv, Kiev
United Arab Emirates: UAE, Emirati, Abu Dhabi, Dubai
United Kingdom: UK, U.K., Britain, Great Britain, British, London, Westminster
United States: US, U.S., USA, U.S.A., United States of America, America, American, Washington
Uruguay: Uruguayan, Montevideo
Uzbekistan: Uzbek, Tashkent
Venezuela: Venezuelan, Caracas
Vietnam: Vietnamese, Hanoi
Wales: Welsh, Cardiff
Zambia: Zambian, Lusaka
Zimbabwe: Zimbabwean, Harare
Alabama:
Alaska:
Arizona:
Arkansas:
California: Californian, Calif
Colorado:
Connecticut:
Delaware:
Florida:
Hawaii:
Idaho:
Illinois:
Indiana:
Iowa:
Kansas:
Kentucky:
Louisiana:
Maine:
Maryland:
Massachusetts:
Michigan:
Minnesota:
Mississippi:
Missouri:
Montana:
Nebraska:
Nevada:
New Hampshire:
New Jersey:
New Mexico:
New York: NY
North Carolina:
North Dakota:
Ohio:
Oklahoma:
Oregon:
Pennsylvania:
Rhode Island:
South Carolina:
South Dakota:
Tennessee:
Texas: Texan
Utah:
Vermont:
Virginia:
West Virginia:
Wisconsin:
Wyoming:
North America: North American
Latin America: Latin American
South America: South American
"""
# A whole: its parts, whose law it makes or which make its law.
_PARTS = """
United States: Alabama, Alaska, Arizona, Arkansas, California, Colorado, Connecticut, Delaware, Florida,
 Hawaii, Idaho, Illinois, Indiana, Iowa, Kansas, Kentucky, Louisiana, Maine, Maryland, Massachusetts,
 Michigan, Minnesota, Mississippi, Missouri, Montana, Nebraska, Nevada, New Hampshire, New Jersey,
 New Mexico, New York, North Carolina, North Dakota, Ohio, Oklahoma, Oregon, Pennsylvania, Rhode Island,
 South Carolina, South Dakota, Tennessee, Texas, Utah, Vermont, Virginia, West Virginia, Wisconsin, Wyoming
United Kingdom: England, Scotland, Wales, Northern Ireland
European Union: Austria, Belgium, Bulgaria, Croatia, Cyprus, Czechia, Denmark, Estonia, Finland, France,
 Germany, Greece, Hungary, Ireland, Italy, Latvia, Lithuania, Luxembourg, Malta, Netherlands, Poland,
 Portugal, Romania, Slovakia, Slovenia, Spain, Sweden
North America: United States, Canada, Mexico
"""
_WITH_A_CAPITAL = {"Jordan", "Polish", "Turkey"}  # other words without it
_IN_CAPITALS = {"US", "ROK", "NY"}


def places_in(text: str) -> frozenset[str]:
    """The places that a text names: "Beijing and the US" -> {"China", "United States"}."""
    meant = _meant()
    return frozenset(meant[name] for match in _pattern().finditer(text) if (name := _known(match.group())))


def place_names() -> frozenset[str]:
    """The names under which `places_in` gives the places."""
    return frozenset(_meant().values())


def related(place: str, other: str) -> bool:
    """Whether they are the same place, or one is a part of the other."""
    parts = _parts()
    return place == other or place in parts.get(other, ()) or other in parts.get(place, ())


def _known(written: str) -> str | None:
    """The name as the table has it; None for "us" and "turkey", which name no place."""
    name = _spellings()[written.casefold()]
    if name in _IN_CAPITALS:
        return name if written == name else None
    return None if name in _WITH_A_CAPITAL and written[0].islower() else name


@cache
def _meant() -> dict[str, str]:
    lines = (line.partition(":") for line in _NAMES.strip().splitlines())
    return {
        name.strip(): place
        for place, _, others in lines
        for name in (place, *others.split(","))
        if name.strip()
    }


@cache
def _spellings() -> dict[str, str]:
    return {name.casefold(): name for name in _meant()}


@cache
def _pattern() -> re.Pattern[str]:
    names = sorted(_meant(), key=lambda name: (-len(name), name))
    return re.compile(rf"(?<!\w)(?:{'|'.join(map(re.escape, names))})(?!\w)", re.I)


@cache
def _parts() -> dict[str, frozenset[str]]:
    lines = _PARTS.strip().replace("\n ", " ").splitlines()
    return {
        whole: frozenset(part.strip() for part in parts.split(","))
        for whole, _, parts in (line.partition(":") for line in lines)
    }
